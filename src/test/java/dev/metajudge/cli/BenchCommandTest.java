package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.Exit;
import dev.metajudge.model.engine.TinyLlama;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benches count what they did; how fast it was is nobody's business here. */
class BenchCommandTest {
    @TempDir
    private Path folder;

    private static CommandLineFixture bench(String... arguments) {
        var all = new ArrayList<>(List.of("bench", arguments[0], "--model", TinyLlama.FILE.toString()));
        if (!arguments[0].equals("quality")) {
            all.addAll(List.of("--chat-format", "zephyr"));
        }
        all.addAll(List.of(arguments).subList(1, arguments.length));
        return CommandLineFixture.run(all.toArray(String[]::new));
    }

    private Path prompts() throws IOException {
        return Files.writeString(folder.resolve("prompts.jsonl"), """
                {"id": "a", "prompt": "Name a colour."}
                {"id": "b", "prompt": "Why is the sky blue?"}
                {"id": "c", "prompt": "Count to three."}
                """);
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }

    @Test
    void decodeGivesARateForEachNumberOfRows() throws IOException {
        var said = bench("decode", "--rows", "1,4", "--prompt", "8", "--tokens", "4", "--json");
        assertThat(said.exit()).as(said.err()).isZero();
        var lines = said.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(json(lines.get(1)).path("rows").asInt()).isEqualTo(4);
        assertThat(json(lines.get(1)).path("tokens_per_second").asDouble()).isPositive();
        assertThat(bench("decode", "--rows", "2", "--prompt", "8", "--tokens", "4")
                        .out())
                .contains("decode tokens/s");
    }

    @Test
    void theLoopsWorkIsCounted() throws IOException {
        var said = bench(
                "loop",
                "--prompts",
                prompts().toString(),
                "--limit",
                "2",
                "--k",
                "2",
                "--n",
                "2",
                "--max-response",
                "3",
                "--max-judgment",
                "2",
                "--json");
        assertThat(said.exit()).as(said.err()).isZero();
        var figures = json(said.out());
        // 2 prompts, 2 answers, 3 tokens each at most.
        assertThat(figures.path("output_tokens").asInt()).isBetween(4, 2 * 2 * 3);
        assertThat(figures.path("wall_s").asDouble()).isPositive();
        assertThat(figures.path("respond_tokens_per_second").asDouble()).isPositive();
        // The rubric fills the tiny context: judgments have no room, and count as none.
        assertThat(figures.path("judge_tokens_per_second").asDouble()).isZero();
    }

    @Test
    void scoringGivesItemsASecond() throws IOException {
        var said = bench("score", "--items", "3", "--tokens", "600", "--json");
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(json(said.out()).path("items_per_second").asDouble()).isPositive();
        assertThat(json(said.out()).path("prompt_tokens").asInt()).isPositive();
    }

    @Test
    void qualityComparesWithFp32() throws IOException {
        var said = bench("quality", "--texts", prompts().toString(), "--json");
        assertThat(said.exit()).as(said.err()).isZero();
        var lines = said.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(json(lines.get(0)).path("kl").asDouble()).isBetween(0.0, 0.005);
        assertThat(json(lines.get(1)).path("kl").asDouble()).isBetween(1e-6, 0.05);
    }

    @Test
    void whatCannotBeMeasuredIsRefused() throws IOException {
        assertThat(bench("decode", "--rows", "3", "--share", "2").exit()).isEqualTo(Exit.USAGE.code());
        assertThat(bench("decode", "--rows", "0").exit()).isEqualTo(Exit.USAGE.code());
        assertThat(bench("score", "--items", "0").exit()).isEqualTo(Exit.USAGE.code());
        assertThat(bench("loop", "--prompts", prompts().toString(), "--k", "0").exit())
                .isEqualTo(Exit.USAGE.code());
        var gone =
                bench("loop", "--prompts", prompts().toString(), "--against", "http://127.0.0.1:1", "--patience", "1");
        assertThat(gone.exit()).isNotZero();
        assertThat(gone.err()).contains("127.0.0.1:1");
    }

    @Test
    void theModelIsARecipesUnlessNamed() throws IOException {
        var said = CommandLineFixture.run("bench", "decode", "--rows", "0");
        assertThat(said.err()).contains("--rows").doesNotContain("--model");
        assertThat(Files.readString(Path.of("src/main/resources/dev/metajudge/config/defaults.yaml")))
                .contains("model: " + UsualModel.NAME);
    }
}
