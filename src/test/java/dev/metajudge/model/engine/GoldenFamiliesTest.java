package dev.metajudge.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import dev.metajudge.model.engine.GoldenTensors.Ids;
import dev.metajudge.model.files.CheckpointFiles;
import dev.metajudge.model.files.CheckpointWeights;
import dev.metajudge.model.files.ConfigJson;
import dev.metajudge.model.files.GgufConfig;
import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.files.GgufWeights;
import dev.metajudge.model.files.TinyGguf;
import dev.metajudge.model.files.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every family in fp32 against golden/tiny-models: logits, hidden states of every layer and greedy tokens, one sequence
 * alone and two of different length together (padded there, in slots of their own here).
 */
class GoldenFamiliesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny-models");
    private static final double TOLERANCE = 2e-4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama",
                "llama3-rope",
                "llama3-rope-sharded",
                "mistral",
                "qwen2",
                "qwen2-bf16",
                "qwen3",
                "gemma2",
                "gemma3_text",
                "phi3"
            })
    void asTheReference(String model) throws IOException {
        Path place = GOLDEN.resolve(model);
        for (String config : List.of("config.json", "config.v4.json")) {
            ModelConfig shape = ConfigJson.read(place.resolve(config));
            try (Weights weights = CheckpointWeights.of(CheckpointFiles.open(place), shape)) {
                compare(shape, weights, golden(model));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3-rope", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3_text"})
    void theSameThroughGguf(String model) throws IOException {
        Path place = GOLDEN.resolve(model);
        ModelConfig shape = ConfigJson.read(place.resolve("config.json"));
        Path gguf = folder.resolve("model.gguf");
        try (Weights weights = CheckpointWeights.of(CheckpointFiles.open(place), shape)) {
            TinyGguf.of(shape, weights).write(gguf);
        }
        GgufFile file = GgufFile.open(gguf);
        ModelConfig read = GgufConfig.read(file);
        try (Weights weights = GgufWeights.of(file, read)) {
            // GGUF has no place for the scale of queries, which the tiny Gemmas do not derive from the head's size.
            compare(read.family().isGemma() ? shape : read, weights, golden(model));
        }
    }

    @Test
    void theGoldenGgufOfTheTinyLlama() throws IOException {
        GgufFile file = GgufFile.open(TinyLlama.FILE);
        ModelConfig shape = GgufConfig.read(file);
        try (Weights weights = GgufWeights.of(file, shape)) {
            compare(shape, weights, golden("llama"));
        }
    }

    /** The sharded files hold the same model as the one file. */
    private static GoldenTensors golden(String model) throws IOException {
        return GoldenTensors.open(GOLDEN.resolve(model.replace("-sharded", "")).resolve("golden.safetensors"));
    }

    private static void compare(ModelConfig shape, Weights weights, GoldenTensors golden) {
        try (Decoder decoder = DecoderLoader.load(shape, weights, Precision.FP32, DecoderLoader.WeightChange.NONE)) {
            for (String run : List.of("single", "batch")) {
                List<int[]> prompts = new ArrayList<>();
                for (int row = 0; row < golden.ids(run + ".input_ids").rows(); row++) {
                    prompts.add(sequence(decoder, golden, run, row));
                }
                greedy(decoder, prompts, golden.ids(run + ".greedy_ids"));
            }
        }
    }

    /** Compares one row's hidden states and logits; its real tokens come back. */
    private static int[] sequence(Decoder decoder, GoldenTensors golden, String run, int row) {
        Ids ids = golden.ids(run + ".input_ids");
        Ids mask = golden.ids(run + ".attention_mask");
        int padding =
                (int) Arrays.stream(mask.row(row)).filter(seen -> seen == 0).count();
        int[] tokens = Arrays.copyOfRange(ids.row(row), padding, ids.width());
        int hidden = decoder.config().hidden();
        decoder.begin(1, tokens.length, 1, 512);
        float[][] states = decoder.hiddenStates(tokens);
        assertThat(states.length).isEqualTo(decoder.config().layers() + 1);
        for (int layer = 0; layer < states.length; layer++) {
            float[] expected = golden.hidden(run, layer, row, padding, hidden);
            assertClose(states[layer], expected, "%s row %d, hidden states of layer %d".formatted(run, row, layer));
        }
        float[][] logits = decoder.logits(states[states.length - 1]);
        for (int i = 0; i < tokens.length; i++) {
            float[] expected =
                    golden.logits(run, row, padding + i, decoder.config().vocabulary());
            assertClose(logits[i], expected, "%s row %d, logits of token %d".formatted(run, row, i));
        }
        return tokens;
    }

    private static void greedy(Decoder decoder, List<int[]> prompts, Ids expected) {
        var limits = new Generator.Limits(Choice.GREEDY, expected.width(), new int[0], Generator.Limits.NEVER);
        var generator = new Generator(
                decoder,
                limits,
                prompts.stream().map(prompt -> new Generator.Job(prompt, 1, 0)).toList());
        generator.prefill();
        List<Row> rows = generator.run(tokens -> {});
        for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.get(row).tokens()).isEqualTo(expected.row(row));
        }
    }

    private static void assertClose(float[] actual, float[] expected, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("%s, number %d", what, i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }
}
