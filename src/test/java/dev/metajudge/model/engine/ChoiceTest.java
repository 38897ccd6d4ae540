package dev.metajudge.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.model.Precision;
import dev.metajudge.model.load.LoadedModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which token is drawn, against a plain implementation of the filters on the same logits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChoiceTest {
    private static final int ROWS = 64;

    private LoadedModel model;
    private float[] logits;

    @BeforeAll
    void prefill() {
        model = TinyLlama.load(Precision.FP32);
        model.decoder().begin(1, 5, ROWS, 2048);
        model.decoder().prefill(0, 0, new int[] {3, 17, 99, 250, 8});
        logits = model.decoder().lastLogits()[0];
    }

    @AfterAll
    void close() {
        model.close();
    }

    @Test
    void greedyIsTheMostProbable() {
        int best = IntStream.range(0, logits.length)
                .boxed()
                .max(Comparator.comparing(i -> logits[i]))
                .orElseThrow();
        assertThat(draw(Choice.GREEDY, uniforms(1)).tokens()).containsOnly(best);
    }

    @Test
    void everyFilterAloneAndTogether() {
        for (Choice choice : List.of(
                new Choice(1, 0, 1, 0),
                new Choice(8, 0, 1, 0),
                new Choice(8, 7, 1, 0),
                new Choice(8, 1, 1, 0),
                new Choice(8, 400, 1, 0),
                new Choice(8, 0, 0.9, 0),
                new Choice(8, 0, 0.05, 0),
                new Choice(8, 0, 0.999, 0),
                new Choice(40, 0, 0.97, 0),
                new Choice(8, 0, 1, 0.3),
                new Choice(8, 20, 0.8, 0.2))) {
            double[] uniforms = uniforms(11);
            assertThat(draw(choice, uniforms).tokens())
                    .as("%s", choice)
                    .isEqualTo(Arrays.stream(uniforms)
                            .mapToInt(uniform -> plain(choice, uniform))
                            .toArray());
        }
    }

    @Test
    void logProbabilitiesAreTheModelsOwnWhateverTheFilters() {
        double total = Math.log(IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i]))
                .sum());
        Draw draw = draw(new Choice(8, 20, 0.8, 0.2), uniforms(5));
        for (int row = 0; row < ROWS; row++) {
            assertThat(draw.logprobs()[row]).isCloseTo(logits[draw.tokens()[row]] - total, within(1e-4));
        }
    }

    @Test
    void theExtremesOfTheUniformNumberStayWithinTheTokensKept() {
        var choice = new Choice(8, 0, 0.5, 0);
        var uniforms = new double[ROWS];
        Arrays.fill(uniforms, 1 - 0x1p-32);
        uniforms[0] = 0;
        int[] tokens = draw(choice, uniforms).tokens();
        assertThat(tokens[0]).isEqualTo(plain(choice, 0));
        assertThat(tokens[1]).isEqualTo(plain(choice, 1 - 0x1p-32));
    }

    private Draw draw(Choice choice, double[] uniforms) {
        return model.decoder().first(new int[ROWS], choice, uniforms);
    }

    private static double[] uniforms(long seed) {
        var random = new SplittableRandom(seed);
        var uniforms = new double[ROWS];
        Arrays.setAll(uniforms, i -> (random.nextInt() & 0xFFFFFFFFL) * 0x1p-32);
        return uniforms;
    }

    /** Temperature, top-k, top-p, min-p in turn, then the inverse of the cumulative distribution. */
    private int plain(Choice choice, double uniform) {
        var p = new double[logits.length];
        double most =
                IntStream.range(0, p.length).mapToDouble(i -> logits[i]).max().orElseThrow();
        Arrays.setAll(p, i -> Math.exp((logits[i] - most) / choice.temperature()));
        Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
        boolean ranked = choice.topK() > 0 || choice.topP() < 1;
        if (ranked) {
            Arrays.sort(order, Comparator.comparing(i -> -p[i]));
        }
        int kept = choice.topK() > 0 ? Math.min(choice.topK(), p.length) : p.length;
        double sum = Arrays.stream(order).limit(kept).mapToDouble(i -> p[i]).sum();
        double before = 0;
        double whole = 0;
        for (int rank = 0; rank < p.length; rank++) {
            double share = p[order[rank]] / sum;
            boolean in =
                    rank < kept && (choice.topP() == 1 || before < choice.topP()) && p[order[rank]] >= choice.minP();
            before += share;
            p[order[rank]] = in ? share : 0;
            whole += p[order[rank]];
        }
        double left = uniform * whole;
        for (int token : order) {
            left -= p[token];
            if (left < 0) {
                return token;
            }
        }
        throw new AssertionError("no token left");
    }
}
