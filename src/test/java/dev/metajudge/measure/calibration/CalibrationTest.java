package dev.metajudge.measure.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Correlation;
import dev.metajudge.measure.Moments;
import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final RatingRange RANGE = new RatingRange(1, 5);
    private static final Bootstrap BOOTSTRAP = new Bootstrap(100, 0.95);

    /** By score: 1: 1; 2: mean(4, 2) = 3; 3: 2; 4: 5. 3 and 2 fall: pooled with weights 2 and 1 to 8/3. */
    @Test
    void isotonicPoolsWhatFalls() {
        var knots = Isotonic.fit(new double[] {4, 2, 1, 3, 2}, new double[] {5, 4, 1, 2, 2});
        assertThat(knots.x()).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(knots.y().get(1)).isCloseTo(8.0 / 3, within(1e-12));
        assertThat(knots.y().get(2)).isCloseTo(8.0 / 3, within(1e-12));
        assertThat(knots.at(0)).isEqualTo(1);
        assertThat(knots.at(9)).isEqualTo(5);
        assertThat(knots.at(1.5)).isCloseTo(1 + (8.0 / 3 - 1) / 2, within(1e-12));
        assertThat(knots.at(3.25)).isCloseTo(8.0 / 3 + (5 - 8.0 / 3) / 4, within(1e-12));
    }

    /** The nearest rising function in squares: none of many other rising ones is nearer. */
    @Test
    void isotonicIsTheNearestRisingFunction() {
        var random = new SplittableRandom(3);
        double[] scores = random.ints(60, 0, 20).asDoubleStream().toArray();
        double[] ratings = Arrays.stream(scores)
                .map(score -> score / 5 + random.nextGaussian())
                .toArray();
        var knots = Isotonic.fit(scores, ratings);
        double best = squares(knots.at(scores), ratings);
        for (int trial = 0; trial < 300; trial++) {
            double[] y = knots.y().stream()
                    .mapToDouble(value -> value + 0.05 * random.nextGaussian())
                    .sorted()
                    .toArray();
            var other = new Knots(knots.x(), Arrays.stream(y).boxed().toList());
            assertThat(squares(other.at(scores), ratings)).isGreaterThanOrEqualTo(best - 1e-9);
        }
    }

    private static double squares(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum();
    }

    /** p = (.5, .5 over labels 1 and 2) squared at T = 1/2 stays; (.8, .2): .64 / .68 at T = 1/2, 2/3 at T = 2. */
    @Test
    void temperatureRaisesProbabilitiesToItsInverse() {
        var given = predictions(new double[][] {{0.8, 0.2, 0, 0, 0}, {0.5, 0.5, 0, 0, 0}});
        var sharp = new CalibrationStep.Temperature(0.5).apply(given);
        assertThat(sharp.distributions().orElseThrow()[0][0]).isCloseTo(0.64 / 0.68, within(1e-12));
        assertThat(sharp.scores()[1]).isCloseTo(1.5, within(1e-12));
        var flat = new CalibrationStep.Temperature(2).apply(given);
        assertThat(flat.distributions().orElseThrow()[0][0]).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(new CalibrationStep.Temperature(0.001).apply(given).scores()[0])
                .isEqualTo(1);
    }

    @Test
    void theTemperatureIsTheOneThatAgreesBest() {
        var random = new SplittableRandom(6);
        double[][] rows = new double[60][];
        double[] ratings = new double[60];
        for (int i = 0; i < rows.length; i++) {
            ratings[i] = random.nextInt(1, 6);
            rows[i] = normal(random.doubles(5, 1e-4, 1).map(u -> u * u * u).toArray());
            rows[i][(int) ratings[i] - 1] += 0.01;
            rows[i] = normal(rows[i]);
        }
        var fit = Calibration.fit(List.of(Method.TEMPERATURE), predictions(rows), ratings, RANGE)
                .orElseThrow();
        double best = Correlation.pearson(fit.apply(predictions(rows)).scores(), ratings)
                .orElseThrow();
        for (double temperature : Method.GRID) {
            double[] scores = new CalibrationStep.Temperature(temperature)
                    .apply(predictions(rows))
                    .scores();
            assertThat(Correlation.pearson(scores, ratings).orElseThrow()).isLessThanOrEqualTo(best);
        }
        assertThat(((CalibrationStep.Temperature) fit.steps().getFirst()).temperature())
                .isNotEqualTo(1);
        double[][] same = {{0.1, 0.2, 0.4, 0.2, 0.1}, {0.1, 0.2, 0.4, 0.2, 0.1}};
        assertThat(Calibration.fit(List.of(Method.TEMPERATURE), predictions(same), new double[] {1, 5}, RANGE))
                .isEmpty();
    }

    private static double[] normal(double[] p) {
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(value -> value / sum).toArray();
    }

    /** u = .1 .. .9 in steps of .2: mean .5, variance .1 with n - 1: alpha = beta = .5 (.25 / .1 - 1) = .75. */
    @Test
    void betaHasTheRatingsMeanAndVariance() {
        var fit = BetaFit.of(new double[] {1, 2, 3, 4, 5}, RANGE).orElseThrow();
        assertThat(fit.alpha()).isCloseTo(0.75, within(1e-12));
        assertThat(fit.beta()).isCloseTo(0.75, within(1e-12));
        double[] q = fit.cells();
        assertThat(Arrays.stream(q).sum()).isCloseTo(1, within(1e-12));
        assertThat(q[0]).isCloseTo(q[4], within(1e-9));
        assertThat(fit.quantile(0.5)).isCloseTo(3, within(1e-9));
        assertThat(BetaFit.of(new double[] {3, 3}, RANGE)).isEmpty();
        assertThat(BetaFit.of(new double[] {1, 5}, RANGE)).isPresent();
    }

    /** A uniform Beta (1, 1) over two labels is (.5, .5). */
    @Test
    void aUniformBetaHasEqualCells() {
        assertThat(new BetaFit(1, 1, RANGE).cells())
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(.2, .2, .2, .2, .2);
    }

    @Test
    void reweighingBringsTheJudgesDistributionToTheHumans() {
        var random = new SplittableRandom(8);
        double[] ratings = random.doubles(400).map(u -> Math.rint(1 + 4 * u)).toArray();
        double[][] rows = Arrays.stream(ratings)
                .mapToObj(rating -> {
                    double[] p = {0.02, 0.02, 0.02, 0.9, 0.04};
                    p[(int) rating - 1] += 0.1;
                    return normal(p);
                })
                .toArray(double[][]::new);
        var raw = predictions(rows);
        var fit = Calibration.fit(List.of(Method.DISTRIBUTION), raw, ratings, RANGE)
                .orElseThrow();
        var weights = ((CalibrationStep.Reweighing) fit.steps().getFirst()).weights();
        double[] q = BetaFit.of(ratings, RANGE).orElseThrow().cells();
        double p4 = Arrays.stream(rows).mapToDouble(row -> row[3]).average().orElseThrow();
        assertThat(weights.get(3)).isCloseTo(q[3] / p4, within(1e-9));
        var calibrated = fit.apply(raw);
        assertThat(Moments.spread(calibrated.scores()).orElseThrow())
                .isGreaterThan(3 * Moments.spread(raw.scores()).orElseThrow());
    }

    @Test
    void scoresAloneAreCarriedToTheHumansDistributionWithoutChangingTheirOrder() {
        var random = new SplittableRandom(9);
        double[] ratings = random.doubles(1000).map(u -> 1 + 4 * u).toArray();
        double[] scores =
                Arrays.stream(ratings).map(rating -> 3 + (rating - 3) / 10).toArray();
        var raw = new Predictions(RANGE, scores, Optional.empty());
        var fit = Calibration.fit(List.of(Method.DISTRIBUTION), raw, ratings, RANGE)
                .orElseThrow();
        double[] carried = fit.apply(raw).scores();
        for (int i = 0; i < carried.length; i++) {
            assertThat(carried[i]).isCloseTo(ratings[i], within(0.35));
        }
        assertThat(fit.needsDistributions()).isFalse();
    }

    @Test
    void equalRatingsOrEqualScoresTeachNothing() {
        var scores = new Predictions(RANGE, new double[] {1, 2, 3}, Optional.empty());
        var flat = new Predictions(RANGE, new double[] {2, 2, 2}, Optional.empty());
        for (Method method : List.of(Method.DISTRIBUTION, Method.ISOTONIC)) {
            assertThat(Calibration.fit(List.of(method), scores, new double[] {4, 4, 4}, RANGE))
                    .isEmpty();
            assertThat(Calibration.fit(List.of(method), flat, new double[] {1, 2, 3}, RANGE))
                    .isEmpty();
        }
    }

    @Test
    void aCalibrationIsOfItsRangeAndItsStepsFitTogether() {
        var isotonic = new CalibrationStep.Curve(new Knots(List.of(1.0), List.of(2.0)));
        var fit = new Calibration(RANGE, List.of(Method.ISOTONIC), List.of(isotonic));
        var other = new Predictions(new RatingRange(0, 9), new double[] {4}, Optional.empty());
        assertThatThrownBy(() -> fit.apply(other)).hasMessageContaining("fitted for 1-5, not for 0-9");
        assertThatThrownBy(() -> new Calibration(
                        RANGE,
                        List.of(Method.ISOTONIC, Method.TEMPERATURE),
                        List.of(isotonic, new CalibrationStep.Temperature(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Knots(List.of(1.0, 2.0), List.of(2.0, 1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSplitIsByTheSeedAndWhole() {
        var split = Split.of(10, 0.3, 4);
        assertThat(split.fit()).hasSize(3).isSorted();
        assertThat(IntStream.concat(Arrays.stream(split.fit()), Arrays.stream(split.heldOut()))
                        .sorted())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Split.of(10, 0.3, 4).fit()).containsExactly(split.fit());
        assertThat(Split.of(2, 0.99, 1).heldOut()).hasSize(1);
        assertThatThrownBy(() -> Split.of(2, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProfileFindsTheFavouriteScore() {
        var profile = BiasProfile.of(new double[] {4, 4, 3.6, 2, 5}, RANGE, BOOTSTRAP, 1);
        assertThat(profile.mode()).isEqualTo(4);
        assertThat(profile.modeShare().value()).hasValue(0.6);
        assertThat(profile.labelsUsed()).isEqualTo(3);
        assertThat(profile.rangeUsed()).isEqualTo(0.75);
        assertThat(BiasProfile.of(new double[] {2, 2}, RANGE, BOOTSTRAP, 1)
                        .kurtosis()
                        .reason())
                .hasValue("all are equal");
    }

    @Test
    void everyMitigationIsMeasuredOnWhatItDidNotSee() {
        var random = new SplittableRandom(10);
        double[] ratings = random.ints(200, 1, 6).asDoubleStream().toArray();
        double[] scores = Arrays.stream(ratings)
                .map(rating -> Math.clamp(4 + (rating - 3) / 4 + 0.1 * random.nextGaussian(), 1, 5))
                .toArray();
        var trial = new Mitigation.Trial(ratings, RANGE, Split.of(200, 0.5, 1), BOOTSTRAP, 1);
        var all = Mitigation.all("judge", new Predictions(RANGE, scores, Optional.empty()), trial);
        assertThat(all)
                .extracting(Mitigation::label)
                .containsExactly(
                        "as they are",
                        "temperature",
                        "distribution",
                        "isotonic",
                        "temperature + isotonic",
                        "distribution + isotonic");
        assertThat(all.get(1).reason()).hasValue("no distributions behind the scores");
        assertThat(mae(all.get(3))).isLessThan(mae(all.get(0)) / 3);
        assertThat(all.get(3).agreement().orElseThrow().items()).isEqualTo(100);
    }

    private static double mae(Mitigation mitigation) {
        return mitigation
                .agreement()
                .orElseThrow()
                .figure(dev.metajudge.measure.agreement.Metric.MAE)
                .value()
                .orElseThrow();
    }

    @Test
    void reliabilityPutsEqualScoresInOneBin() {
        var reliability = Reliability.of(new double[] {1, 1, 1, 4}, new double[] {1, 2, 3, 5}, 2);
        assertThat(reliability.bins()).containsExactly(new Reliability.Bin(1, 2, 3), new Reliability.Bin(4, 5, 1));
        assertThat(reliability.error()).isEqualTo(1);
    }

    /** Layer 0 says nothing, layer 1 orders the items as the ratings do. */
    @Test
    void aLayerProfileHasAFigureOrAReasonForEachLayer() {
        double[][][] logits = {{{0, 0}, {0, 1}}, {{0, 0}, {0, 2}}, {{0, 0}, {0, 3}}};
        var profile = LayerProfile.of(logits, new double[] {1, 2, 3}, new RatingRange(1, 2), BOOTSTRAP, 1);
        assertThat(profile.layers().get(0).reason()).hasValue("all scores are 1.5");
        assertThat(profile.layers().get(1).value().orElseThrow()).isCloseTo(1, within(1e-12));
    }

    private static Predictions predictions(double[][] rows) {
        return new Predictions(RANGE, new double[rows.length], Optional.of(rows)).with(rows);
    }
}
