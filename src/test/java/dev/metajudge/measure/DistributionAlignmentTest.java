package dev.metajudge.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistributionAlignmentTest {
    private static final double TOLERANCE = 1e-9;

    @Test
    void equalsTheReferenceInEveryCase() {
        JsonNode golden = Golden.json("align.json");
        int cases = 0;
        for (JsonNode c : golden.get("cases")) {
            var alignment = new DistributionAlignment(
                    golden.get("alpha").asDouble(),
                    c.get("epsilon").asDouble(),
                    golden.get("eta").asDouble(),
                    golden.get("steps").asInt());
            String name = c.get("name").asText();
            double[] p = Golden.doubles(c.get("p"));
            DistributionAlignment.Loss loss = alignment.at(p, Golden.doubles(c.get("logits")));
            assertThat(array(loss.adversarial()))
                    .as(name)
                    .containsExactly(Golden.doubles(c.get("p_adversarial")), within(TOLERANCE));
            assertThat(array(loss.gradient()))
                    .as(name)
                    .containsExactly(Golden.doubles(c.get("gradient_wrt_logits")), within(TOLERANCE));
            close(name, loss.kl(), c.get("l_kl"));
            close(name, loss.crossEntropy(), c.get("l_ce"));
            close(name, loss.value(), c.get("loss"));
            for (JsonNode step : c.get("steps")) {
                double[] projected = Simplex.project(
                        Golden.doubles(step.get("before_projection")),
                        p,
                        c.get("epsilon").asDouble());
                assertThat(projected).containsExactly(Golden.doubles(step.get("after_projection")), within(TOLERANCE));
            }
            cases++;
        }
        assertThat(cases).isEqualTo(40);
        assertThat(DistributionAlignment.PAPER.alpha())
                .isEqualTo(golden.get("alpha").asDouble());
        assertThat(DistributionAlignment.PAPER.stepSize())
                .isEqualTo(golden.get("eta").asDouble());
        assertThat(DistributionAlignment.PAPER.steps())
                .isEqualTo(golden.get("steps").asInt());
    }

    /** No feasible point that anyone finds is nearer to y than the projection. */
    @Test
    void theProjectionIsFeasibleAndNearest() {
        var random = new SplittableRandom(21);
        for (int trial = 0; trial < 300; trial++) {
            int n = random.nextInt(2, 8);
            double[] p = Simplex.project(random.doubles(n, -1, 1).toArray());
            double[] y = random.doubles(n, -2, 2).toArray();
            double radius = random.nextDouble(0.5);
            double[] x = Simplex.project(y, p, radius);
            assertThat(Arrays.stream(x).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(x).min().orElseThrow()).isGreaterThanOrEqualTo(0);
            assertThat(distance(x, p)).isLessThanOrEqualTo(radius + 1e-12);
            for (int other = 0; other < 30; other++) {
                double[] z =
                        Simplex.project(Simplex.project(random.doubles(n, -1, 1).toArray()), p, radius);
                assertThat(distance(z, y)).isGreaterThanOrEqualTo(distance(x, y) - 1e-9);
            }
        }
    }

    @Test
    void whatIsNoDistributionIsRefused() {
        double[] logits = {0, 0};
        assertThatThrownBy(() -> DistributionAlignment.PAPER.at(new double[] {0.5, 0.6}, logits))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DistributionAlignment.PAPER.at(new double[] {1}, logits))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DistributionAlignment.PAPER.at(new double[] {1, 0}, new double[] {0, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void close(String name, double actual, JsonNode expected) {
        assertThat(actual).as(name).isCloseTo(expected.asDouble(), within(TOLERANCE));
    }

    private static double distance(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += (u[i] - v[i]) * (u[i] - v[i]);
        }
        return Math.sqrt(sum);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
