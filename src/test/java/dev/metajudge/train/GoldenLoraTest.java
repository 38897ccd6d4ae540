package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.Precision;
import dev.metajudge.model.adapter.LoraPair;
import dev.metajudge.model.engine.Decoder;
import dev.metajudge.model.engine.DecoderLoader;
import dev.metajudge.model.files.GgufConfig;
import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.files.GgufWeights;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsTensor;
import dev.metajudge.train.loss.LossSettings;
import dev.metajudge.train.loss.MixedLoss;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The LoRA-DPO step on the tiny Llama against golden/dpo: losses, the gradient of every matrix at the first step, and
 * the adapter after three AdamW steps; the reference is the model without adapter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenLoraTest {
    private static final int RANK = 4;
    private static final double SCALE = 2;
    private static final MixtureObjective DPO = new MixtureObjective(new MixedLoss(LossSettings.dpo(0.1)));

    private final JsonNode lora = json("lora.json");
    private final List<JsonNode> golden = list(json("losses.json").get("pairs"));
    private final PackedSequences pairs =
            new PackedSequences(golden.stream().map(GoldenLoraTest::pair).toList());
    private Decoder decoder;
    private LoraLayout layout;
    private SafetensorsFile tensors;

    @BeforeAll
    void open() {
        GgufFile file = GgufFile.open(resource("gguf/tiny-llama-f32.gguf"));
        var config = GgufConfig.read(file);
        try (var weights = GgufWeights.of(file, config)) {
            decoder = DecoderLoader.load(config, weights, Precision.FP32, DecoderLoader.WeightChange.NONE);
        }
        layout = new LoraLayout(config, RANK, LoraLayout.targets());
        tensors = SafetensorsFile.open(resource("dpo/lora.safetensors"));
    }

    @AfterAll
    void close() {
        decoder.close();
        tensors.close();
    }

    @Test
    void referenceSumsAreThoseOfTheIndependentDecoder() {
        double[] sums = Policy.reference(decoder.module(), pairs);
        for (int i = 0; i < golden.size(); i++) {
            assertThat(sums[2 * i]).isCloseTo(sum(golden.get(i), "reference_chosen_logprobs"), within(2e-4));
            assertThat(sums[2 * i + 1]).isCloseTo(sum(golden.get(i), "reference_rejected_logprobs"), within(2e-4));
        }
    }

    @Test
    void threeStepsFromZeroB() {
        threeSteps("zero_B");
    }

    @Test
    void threeStepsFromRandomB() {
        threeSteps("random_B");
    }

    @Test
    void gradientsGatheredInTwoPassesAreThoseOfOne() {
        float[] initial = initial("random_B");
        double[] reference = Policy.reference(decoder.module(), pairs);
        try (var whole = policy(initial);
                var parts = policy(initial)) {
            DPO.pass(whole, pairs.pairs(), reference, share());
            var first = new PackedSequences(pairs.pairs().subList(0, 2));
            var rest = new PackedSequences(pairs.pairs().subList(2, 6));
            DPO.pass(parts, first.pairs(), DPO.reference(decoder.module(), first.pairs()), share());
            DPO.pass(parts, rest.pairs(), DPO.reference(decoder.module(), rest.pairs()), share());
            assertClose(parts.gradient(), whole.gradient(), 1e-5);
        }
    }

    @Test
    void aLargeGradientIsScaledDownToTheClip() {
        float[] initial = initial("random_B");
        double[] reference = Policy.reference(decoder.module(), pairs);
        try (var policy = policy(initial)) {
            DPO.pass(policy, pairs.pairs(), reference, share());
            float[] gradient = policy.gradient();
            double norm = policy.update(1, 1e-3, 0, 0.25);
            assertThat(norm).isGreaterThan(0.25);
            // After one step the first moment is (1 - .9) times the clipped gradient.
            float[] moment = Policies.numbers(policy, "first");
            for (int i = 0; i < moment.length; i++) {
                assertThat((double) moment[i]).isCloseTo(0.1 * gradient[i] * 0.25 / norm, within(1e-7));
            }
            assertThat(policy.gradient()).containsOnly(0);
        }
    }

    @Test
    void gradientsOfFineTuningOnTheChosenAreThoseOfTheGolden() {
        List<PairTokens> chosen = pairs.pairs().stream()
                .map(pair -> new PairTokens(pair.id(), pair.prompt(), pair.chosen(), new int[0]))
                .toList();
        long learned = chosen.stream().mapToLong(PairTokens::learned).sum();
        try (var policy = policy(initial("random_B"))) {
            Objective.Pass pass = new MixtureObjective(new MixedLoss(LossSettings.sft()))
                    .pass(policy, chosen, new double[0], new Objective.Share(chosen.size(), learned));
            assertThat(pass.loss()).isPositive();
            assertClose(policy.gradient(), layout.flat(matrices("random_B/sft_grad")), 1e-5);
        }
    }

    private Objective.Share share() {
        return new Objective.Share(
                6, pairs.pairs().stream().mapToLong(PairTokens::learned).sum());
    }

    private void threeSteps(String run) {
        JsonNode steps = lora.get("runs").get(run).get("steps");
        double[] reference = Policy.reference(decoder.module(), pairs);
        try (var policy = policy(initial(run))) {
            for (int step = 1; step <= 3; step++) {
                Objective.Pass pass = DPO.pass(policy, pairs.pairs(), reference, share());
                double expected = steps.get(step - 1).get("loss").doubleValue();
                assertThat(pass.loss()).isCloseTo(expected, within(expected * 1e-4));
                if (step == 1) {
                    assertClose(policy.gradient(), layout.flat(matrices(run + "/grad")), 1e-5);
                }
                double norm = policy.update(step, 1e-3, 0, 1e9);
                assertThat(norm).isCloseTo(steps.get(step - 1).get("grad_norm").doubleValue(), within(1e-4));
            }
            float[] expected = layout.flat(matrices(run + "/after_3_steps"));
            assertClose(Policies.numbers(policy, "weights"), expected, 1e-4);
            double mean = 0;
            float[] weights = Policies.numbers(policy, "weights");
            for (int i = 0; i < expected.length; i++) {
                mean += Math.abs(weights[i] - expected[i]) / expected.length;
            }
            assertThat(mean).isLessThan(1e-6);
        }
    }

    private Policy policy(float[] initial) {
        return Policies.of(decoder.module(), new LoraParameters(layout, SCALE, 0), false, initial);
    }

    private float[] initial(String run) {
        Map<String, LoraPair> pairsA = matrices("init");
        if (run.equals("zero_B")) {
            return layout.flat(pairsA);
        }
        Map<String, LoraPair> pairsB = matrices(run + "/init");
        var both = new HashMap<String, LoraPair>();
        pairsA.forEach((weight, pair) -> both.put(
                weight,
                new LoraPair(
                        RANK,
                        pair.a(),
                        java.util.Objects.requireNonNull(pairsB.get(weight)).b())));
        return layout.flat(both);
    }

    /** Matrices under a prefix; those that are not there are zero. */
    private Map<String, LoraPair> matrices(String prefix) {
        float[] zero = new float[layout.size()];
        var found = new HashMap<String, LoraPair>();
        layout.pairs(zero).forEach((weight, shape) -> {
            String module = prefix + "/" + weight.replace(".weight", "");
            found.put(
                    weight,
                    new LoraPair(RANK, read(module + ".lora_A", shape.a()), read(module + ".lora_B", shape.b())));
        });
        return found;
    }

    private float[] read(String name, float[] otherwise) {
        return tensors.tensor(name)
                .map((SafetensorsTensor tensor) -> {
                    var numbers = new float[otherwise.length];
                    tensors.read(tensor, FloatBuffer.wrap(numbers));
                    return numbers;
                })
                .orElse(otherwise);
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }

    private static PairTokens pair(JsonNode node) {
        return new PairTokens(
                node.toString(), ints(node.get("prompt")), ints(node.get("chosen")), ints(node.get("rejected")));
    }

    private static double sum(JsonNode pair, String key) {
        return list(pair.get(key)).stream().mapToDouble(JsonNode::doubleValue).sum();
    }

    private static int[] ints(JsonNode array) {
        return list(array).stream().mapToInt(JsonNode::intValue).toArray();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/golden").resolve(name);
    }

    private static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(resource("dpo/" + name).toFile());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
