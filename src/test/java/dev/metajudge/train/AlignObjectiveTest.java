package dev.metajudge.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.measure.DistributionAlignment;
import dev.metajudge.model.Precision;
import dev.metajudge.model.engine.Decoder;
import dev.metajudge.model.engine.DecoderLoader;
import dev.metajudge.model.files.GgufConfig;
import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.files.GgufWeights;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Distribution alignment on the tiny Llama: the labels' logits, and the gradient by differences. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlignObjectiveTest {
    private static final int RANK = 2;
    private static final AlignObjective OBJECTIVE = new AlignObjective(new DistributionAlignment(0.8, 0, 0.05, 0));

    private final List<LabelTokens> questions = List.of(
            new LabelTokens("a", new int[] {5, 80, 134, 180}, new int[] {7, 19, 40}, new double[] {0.2, 0.5, 0.3}),
            new LabelTokens("b", new int[] {9, 12}, new int[] {30, 31}, new double[] {0.9, 0.1}));
    private Decoder decoder;
    private LoraLayout layout;

    @BeforeAll
    void open() {
        GgufFile file = GgufFile.open(Path.of("src/test/resources/golden/gguf/tiny-llama-f32.gguf"));
        var config = GgufConfig.read(file);
        try (var weights = GgufWeights.of(file, config)) {
            decoder = DecoderLoader.load(config, weights, Precision.FP32, DecoderLoader.WeightChange.NONE);
        }
        layout = new LoraLayout(config, RANK, LoraLayout.targets());
    }

    @AfterAll
    void close() {
        decoder.close();
    }

    @Test
    void labelsLogitsDifferAsTheirLogProbabilitiesDo() {
        List<double[]> logits = Policy.choices(decoder.module(), new PackedLabels(questions));
        for (int i = 0; i < questions.size(); i++) {
            LabelTokens question = questions.get(i);
            double first = logprob(question, 0);
            assertThat(logits.get(i)).hasSameSizeAs(question.labels());
            for (int label = 1; label < question.labels().length; label++) {
                assertThat(logits.get(i)[label] - logits.get(i)[0])
                        .isCloseTo(logprob(question, label) - first, within(1e-4));
            }
        }
    }

    /** With p' held at p; that the worst case's gradient is right is tested where it is computed. */
    @Test
    void alongItsGradientTheLossRisesAsSteeplyAsItSays() {
        float[] weights = layout.initial(3);
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (0.05 * Math.sin(i)); // B is zero at the start, and A's gradient with it
        }
        float[] gradient;
        try (var policy = policy(weights)) {
            loss(policy);
            gradient = policy.gradient();
        }
        double norm = 0;
        for (float g : gradient) {
            norm += g * g;
        }
        norm = Math.sqrt(norm);
        double step = 1e-2 / norm;
        double rise = (moved(weights, gradient, step) - moved(weights, gradient, -step)) / 2;
        assertThat(rise).isCloseTo(1e-2 * norm, within(0.02 * 1e-2 * norm));
    }

    private double moved(float[] weights, float[] direction, double step) {
        float[] moved = weights.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        try (var policy = policy(moved)) {
            return loss(policy);
        }
    }

    private double loss(Policy policy) {
        return OBJECTIVE
                .pass(policy, questions, new double[0], new Objective.Share(2, 2))
                .loss();
    }

    private Policy policy(float[] weights) {
        return Policies.of(decoder.module(), new LoraParameters(layout, 2, 0), false, weights);
    }

    private double logprob(LabelTokens question, int label) {
        decoder.begin(1, question.prompt().length, 1, question.prompt().length + 1);
        return decoder.follow(question.prompt(), new int[] {question.labels()[label]})[0];
    }
}
