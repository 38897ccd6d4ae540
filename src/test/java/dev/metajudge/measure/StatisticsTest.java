package dev.metajudge.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final double TOLERANCE = 1e-9;

    @Test
    void equalTheReferenceInEveryCase() {
        Map<String, Integer> kinds = new HashMap<>();
        for (JsonNode c : Golden.json("stats.json").get("cases")) {
            String kind = c.get("kind").asText();
            kinds.merge(kind, 1, Integer::sum);
            switch (kind) {
                case "real" -> checkReal(c);
                case "ordinal" -> {
                    checkReal(c);
                    checkOrdinal(c);
                }
                case "calibration" -> checkCalibration(c);
                case "distribution" -> checkDistribution(c);
                default -> throw new AssertionError(kind);
            }
        }
        assertThat(kinds.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
        assertThat(kinds).hasSize(4);
    }

    private static void checkReal(JsonNode c) {
        double[] x = Golden.doubles(c.get("x"));
        double[] y = Golden.doubles(c.get("y"));
        check(c, "pearson", Correlation.pearson(x, y));
        check(c, "spearman", Correlation.spearman(x, y));
        check(c, "kendall_tau_b", Correlation.kendall(x, y));
        check(c, "kurtosis_x_biased", Moments.kurtosis(x));
        check(c, "kurtosis_y_biased", Moments.kurtosis(y));
        check(c, "kurtosis_x_unbiased", Moments.populationKurtosis(x));
        check(c, "kurtosis_y_unbiased", Moments.populationKurtosis(y));
        check(c, "mae", Deviation.meanAbsolute(x, y));
        check(c, "rmse", Deviation.rootMeanSquare(x, y));
        check(c, "mean_x", Moments.mean(x));
        check(c, "mean_y", Moments.mean(y));
        if (c.at("/expected/average_ranks_x").isArray()) {
            assertThat(Ranks.average(x)).containsExactly(Golden.doubles(c.at("/expected/average_ranks_x")));
        }
    }

    private static void checkOrdinal(JsonNode c) {
        int[] x = Golden.ints(c.get("x"));
        int[] y = Golden.ints(c.get("y"));
        int[] labels = Golden.ints(c.get("labels"));
        check(c, "cohen_kappa", Kappa.PLAIN.of(x, y, labels));
        check(c, "quadratic_weighted_kappa", Kappa.QUADRATIC.of(x, y, labels));
        check(c, "linear_weighted_kappa", Kappa.LINEAR.of(x, y, labels));
        check(c, "cohen_kappa_labels_seen", Kappa.PLAIN.ofSeen(x, y));
        check(c, "quadratic_weighted_kappa_labels_seen", Kappa.QUADRATIC.ofSeen(x, y));
        check(c, "accuracy", Deviation.accuracy(x, y));
    }

    private static void checkCalibration(JsonNode c) {
        double[] confidence = Golden.doubles(c.get("confidence"));
        boolean[] correct = new boolean[confidence.length];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = c.get("correct").get(i).asInt() == 1;
        }
        check(c, "ece_10_bins", new CalibrationError(10, true).of(confidence, correct));
        check(c, "ece_10_bins_lower_closed", new CalibrationError(10, false).of(confidence, correct));
    }

    private static void checkDistribution(JsonNode c) {
        double[] p = Golden.doubles(c.get("p"));
        double[] q = Golden.doubles(c.get("q"));
        check(c, "kl_p_q", finite(Divergence.kl(p, q)));
        check(c, "kl_q_p", finite(Divergence.kl(q, p)));
        check(c, "jensen_shannon_divergence_nats", finite(Divergence.jensenShannon(p, q)));
        // The root of a rounding error is larger than the error: compare the squares near zero.
        double distance = Divergence.jensenShannonDistance(p, q);
        assertThat(distance * distance)
                .isCloseTo(Math.pow(c.at("/expected/jensen_shannon_distance").asDouble(), 2), within(TOLERANCE));
        check(c, "total_variation", finite(Divergence.totalVariation(p, q)));
        check(c, "entropy_p_nats", finite(Divergence.entropy(p)));
        check(c, "l2", finite(Divergence.l2(p, q)));
    }

    /** The reference writes null for an infinite KL. */
    private static OptionalDouble finite(double value) {
        return value == Double.POSITIVE_INFINITY ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static void check(JsonNode c, String name, OptionalDouble actual) {
        JsonNode expected = c.get("expected").get(name);
        String what = c.get("name").asText() + ": " + name;
        if (expected.isNull()) {
            assertThat(actual).as(what).isEmpty();
        } else {
            assertThat(actual).as(what).isPresent();
            // Beside an offset of 1e8 the last bit of a double is 1.5e-8.
            double margin = Math.max(TOLERANCE, Math.ulp(expected.asDouble()));
            assertThat(actual.getAsDouble()).as(what).isCloseTo(expected.asDouble(), within(margin));
        }
    }

    /** Values 1, 2, 4: mean 7/3, squared deviations 16/9 + 1/9 + 25/9 = 42/9, over 2 = 7/3. */
    @Test
    void theSpreadDividesByOneLess() {
        assertThat(Moments.spread(new double[] {1, 2, 4}).orElseThrow()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-15));
        assertThat(Moments.spread(new double[] {1})).isEmpty();
        assertThat(Moments.mean(new double[0])).isEmpty();
        assertThat(Moments.kurtosis(new double[0])).isEmpty();
    }

    @Test
    void aConstantSampleIsUndefinedWhateverItsValueRoundsTo() {
        for (int n = 2; n < 60; n++) {
            double[] x = new double[n];
            double[] y = new double[n];
            Arrays.fill(x, 0.1);
            Arrays.setAll(y, i -> i);
            assertThat(Correlation.pearson(x, y)).isEmpty();
            assertThat(Moments.kurtosis(x)).isEmpty();
            assertThat(Moments.spread(x)).hasValue(0);
        }
    }

    @Test
    void kendallCountsAsTheDefinitionDoes() {
        var random = new SplittableRandom(11);
        for (int trial = 0; trial < 500; trial++) {
            int n = random.nextInt(2, 30);
            double[] x = random.ints(n, 0, 6).asDoubleStream().toArray();
            double[] y = random.ints(n, 0, 6).asDoubleStream().toArray();
            long difference = 0;
            long discordant = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    int sign = (int) (Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]));
                    difference += sign;
                    discordant += sign < 0 ? 1 : 0;
                }
            }
            KendallCounts counts = KendallCounts.of(x, y);
            assertThat(counts.concordantMinusDiscordant()).isEqualTo(difference);
            assertThat(counts.discordant()).isEqualTo(discordant);
        }
    }

    @Test
    void whatIsNoSampleIsRefused() {
        double[] one = {1};
        double[] nan = {Double.NaN};
        assertThatThrownBy(() -> Correlation.pearson(one, new double[2])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Correlation.spearman(nan, one)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Moments.mean(nan)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Divergence.kl(one, nan)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Divergence.entropy(new double[] {0.5, 0.4}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Kappa.PLAIN.of(new int[] {9}, new int[] {1}, new int[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CalibrationError(10, true).of(new double[] {1.5}, new boolean[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
