package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import dev.metajudge.model.engine.Decoder;
import dev.metajudge.model.engine.DecoderLoader;
import dev.metajudge.model.files.CheckpointFiles;
import dev.metajudge.model.files.CheckpointWeights;
import dev.metajudge.model.files.ConfigJson;
import dev.metajudge.model.files.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradients of every family's decoder against differences: along the gradient of each projection's adapter the loss
 * changes as steeply as the gradient is long.
 */
class GradientFamiliesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/tiny-models");
    private static final double STEP = 4e-3;

    /** Prompts, then two completions; longer than the sliding windows, and one long enough to be taken in slices. */
    private static final PackedSequences PAIRS =
            new PackedSequences(List.of(pair("a", 5, 9, 7), pair("b", 11, 2, 12), pair("c", 40, 170, 130)));

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3-rope", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3_text"})
    void asSteepAsDifferencesSay(String family) {
        try (Decoder decoder = load(family)) {
            for (String target : LoraLayout.targets()) {
                steep(decoder, lora(decoder, 0, target));
            }
            steep(decoder, lora(decoder, 0, LoraLayout.targets().toArray(String[]::new)));
            steep(decoder, lora(decoder, 0.3, "q_proj", "v_proj", "up_proj"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3-rope", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3_text"})
    void allWeightsToo(String family) {
        Path place = GOLDEN.resolve(family);
        ModelConfig shape = ConfigJson.read(place.resolve("config.json"));
        try (Weights weights = CheckpointWeights.of(CheckpointFiles.open(place), shape);
                Decoder decoder = load(family)) {
            var all = new AllParameters(
                    new WeightLayout(shape, weights).size(),
                    rows -> DecoderLoader.read(decoder, weights, DecoderLoader.WeightChange.NONE, rows));
            double[] before = Policy.reference(decoder.module(), PAIRS);
            steep(decoder, all, start(decoder, all));
            assertThat(Policy.reference(decoder.module(), PAIRS)).containsExactly(before);
        }
    }

    /** The weights as they are, which are the decoder's own numbers in its own order. */
    private static float[] start(Decoder decoder, AllParameters all) {
        try (var policy = new Policy(decoder.module(), all, false);
                var scope = decoder.module().scope()) {
            float[] numbers = Policies.numbers(policy.begin(0), "weights");
            var held = new FlatVector(scope, all.size());
            decoder.module().invoke("collect", held.array());
            assertThat(held.floats()).containsExactly(numbers);
            return numbers;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3", "gemma2"})
    void activationsComputedAgainGiveTheSameGradient(String family) {
        try (Decoder decoder = load(family)) {
            LoraParameters lora = lora(decoder, 0.2, LoraLayout.targets().toArray(String[]::new));
            float[] weights = weights(lora);
            float[] kept = gradient(decoder, lora, false, weights);
            float[] again = gradient(decoder, lora, true, weights);
            assertThat(again).containsExactly(kept);
        }
    }

    private static void steep(Decoder decoder, LoraParameters lora) {
        steep(decoder, lora, weights(lora));
    }

    private static void steep(Decoder decoder, Parameters learned, float[] weights) {
        float[] gradient = gradient(decoder, learned, false, weights);
        double length = 0;
        for (float number : gradient) {
            length += (double) number * number;
        }
        length = Math.sqrt(length);
        double up = loss(decoder, learned, moved(weights, gradient, STEP / length));
        double down = loss(decoder, learned, moved(weights, gradient, -STEP / length));
        assertThat((up - down) / (2 * STEP)).as("%s", learned).isCloseTo(length, within(0.02 * length));
    }

    private static LoraParameters lora(Decoder decoder, double dropout, String... targets) {
        return new LoraParameters(new LoraLayout(decoder.config(), 4, List.of(targets)), 2, dropout);
    }

    private static float[] moved(float[] weights, float[] direction, double by) {
        float[] moved = weights.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (by * direction[i]);
        }
        return moved;
    }

    private static float[] gradient(Decoder decoder, Parameters learned, boolean again, float[] weights) {
        try (var policy = policy(decoder, learned, again, weights)) {
            policy.accumulate("policy", PAIRS::arrays, sums -> slopes());
            return policy.gradient();
        }
    }

    private static double loss(Decoder decoder, Parameters learned, float[] weights) {
        try (var policy = policy(decoder, learned, false, weights)) {
            double[] sums = policy.accumulate("policy", PAIRS::arrays, given -> new double[given.length]);
            double loss = 0;
            for (int i = 0; i < sums.length; i++) {
                loss += slopes()[i] * sums[i];
            }
            return loss;
        }
    }

    private static Policy policy(Decoder decoder, Parameters learned, boolean again, float[] weights) {
        var policy = Policies.of(decoder.module(), learned, again, weights);
        policy.seed(17);
        return policy;
    }

    private static double[] slopes() {
        return new double[] {0.7, -0.4, 0.1, 0.3, -0.05, 0.02};
    }

    private static float[] weights(LoraParameters lora) {
        var random = new Random(3);
        var weights = new float[(int) lora.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian(0, 0.1);
        }
        return weights;
    }

    private static PairTokens pair(String id, int prompt, int chosen, int rejected) {
        var random = new Random(prompt);
        return new PairTokens(id, tokens(random, prompt), tokens(random, chosen), tokens(random, rejected));
    }

    private static int[] tokens(Random random, int count) {
        return random.ints(count, 0, 90).toArray();
    }

    private static Decoder load(String family) {
        Path place = GOLDEN.resolve(family);
        ModelConfig shape = ConfigJson.read(place.resolve("config.json"));
        try (Weights weights = CheckpointWeights.of(CheckpointFiles.open(place), shape)) {
            return DecoderLoader.load(shape, weights, Precision.FP32, DecoderLoader.WeightChange.NONE);
        }
    }
}
