package dev.metajudge.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import dev.metajudge.model.files.CheckpointFiles;
import dev.metajudge.model.files.CheckpointWeights;
import dev.metajudge.model.files.ConfigJson;
import dev.metajudge.model.files.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights packed for the processor and weights in bytes say nearly what the plain ones in fp32 say, in every family. */
class PackedFormsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny-models");
    private static final int VOCABULARY_IN_USE = 200;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3-rope", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3_text"})
    void closeToTheExactModel(String model) throws IOException {
        Path place = GOLDEN.resolve(model);
        ModelConfig shape = ConfigJson.read(place.resolve("config.json"));
        try (Weights weights = CheckpointWeights.of(CheckpointFiles.open(place), shape);
                Decoder exact = load(shape, weights, Precision.FP32);
                Decoder packed = settled(shape, weights, Precision.BF16);
                Decoder bytes = settled(shape, weights, Precision.INT8)) {
            var texts = IntStream.range(0, 4).mapToObj(i -> text(40 + i, i)).toList();
            var near = Closeness.mean(exact, packed, texts);
            var rounded = Closeness.mean(exact, bytes, texts);
            assertThat(near.divergence()).as("bf16").isBetween(0.0, 5e-3);
            assertThat(rounded.divergence()).as("int8").isBetween(1e-6, 5e-2);
            alone(bytes, packed);
        }
    }

    /** A row samples what it samples whatever runs beside it, and whether its prompt is its own or shared. */
    private static void alone(Decoder... decoders) {
        for (Decoder decoder : decoders) {
            double together = logprob(decoder, 3, 2);
            assertThat(logprob(decoder, 1, 2)).isCloseTo(together, within(0.1));
            assertThat(logprob(decoder, 1, 1)).isCloseTo(together, within(0.1));
        }
    }

    /** Of the first prompt's first sample. */
    private static double logprob(Decoder decoder, int prompts, int samples) {
        var limits = new Generator.Limits(Choice.GREEDY, 2, new int[0], Generator.Limits.NEVER);
        var jobs = IntStream.range(0, prompts)
                .mapToObj(i -> new Generator.Job(text(20 + 3 * i, i), samples, 5))
                .toList();
        var generator = new Generator(decoder, limits, jobs);
        generator.prefill();
        return generator.run(tokens -> {}).getFirst().logprob();
    }

    private static Decoder settled(ModelConfig shape, Weights weights, Precision precision) {
        Decoder decoder = load(shape, weights, precision);
        decoder.settle(() -> text(100, 99));
        return decoder;
    }

    private static Decoder load(ModelConfig shape, Weights weights, Precision precision) {
        return DecoderLoader.load(shape, weights, precision, DecoderLoader.WeightChange.NONE);
    }

    private static int[] text(int length, int seed) {
        return new SplittableRandom(seed).ints(length, 0, VOCABULARY_IN_USE).toArray();
    }
}
