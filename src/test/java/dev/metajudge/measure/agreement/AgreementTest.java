package dev.metajudge.measure.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.PairwiseAccuracy;
import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final RatingRange RANGE = new RatingRange(1, 5);
    private static final Bootstrap BOOTSTRAP = new Bootstrap(400, 0.95);

    /**
     * Ratings 1 2 3 3, scores 1 1 2 0: five pairs of ratings differ. (1,2) tie: half. (1,3a) right. (1,3b) wrong. (2,3a)
     * right. (2,3b) wrong: 2.5 of 5.
     */
    @Test
    void pairwiseAccuracyCountsTiesHalf() {
        assertThat(PairwiseAccuracy.of(new double[] {1, 1, 2, 0}, new double[] {1, 2, 3, 3}))
                .hasValue(0.5);
        assertThat(PairwiseAccuracy.of(new double[] {1, 2}, new double[] {3, 3}))
                .isEmpty();
    }

    @Test
    void pairwiseAccuracyIsItsDefinition() {
        var random = new SplittableRandom(5);
        for (int trial = 0; trial < 200; trial++) {
            int n = random.nextInt(2, 25);
            double[] x = random.ints(n, 0, 5).asDoubleStream().toArray();
            double[] y = random.ints(n, 0, 5).asDoubleStream().toArray();
            double right = 0;
            int decided = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    if (y[i] != y[j]) {
                        decided++;
                        right += (1 + Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j])) / 2;
                    }
                }
            }
            var accuracy = PairwiseAccuracy.of(x, y);
            assertThat(accuracy.isPresent()).isEqualTo(decided > 0);
            if (decided > 0) {
                assertThat(accuracy.getAsDouble()).isCloseTo(right / decided, within(1e-12));
            }
        }
    }

    @Test
    void everyMeasureHasItsIntervalAroundIt() {
        double[][] sample = sample(300, 0.6, 7);
        var agreement = Agreement.of(sample[0], sample[1], RANGE, BOOTSTRAP, 1);
        for (Metric metric : Metric.values()) {
            var figure = agreement.figure(metric);
            assertThat(figure.low().orElseThrow())
                    .as(metric.label())
                    .isLessThan(figure.value().orElseThrow());
            assertThat(figure.high().orElseThrow()).isGreaterThan(figure.value().orElseThrow());
        }
        assertThat(Agreement.of(sample[0], sample[1], RANGE, BOOTSTRAP, 1)).isEqualTo(agreement);
    }

    @Test
    void whatIsUndefinedSaysWhy() {
        double[] flat = {3, 3, 3};
        double[] rated = {1, 2, 3};
        var constant = Agreement.of(flat, rated, RANGE, BOOTSTRAP, 1);
        assertThat(constant.figure(Metric.PEARSON).reason()).hasValue("all scores are 3");
        assertThat(constant.figure(Metric.PEARSON).value()).isEmpty();
        assertThat(constant.figure(Metric.MAE).value()).hasValue(1.0);
        var oneClass = Agreement.of(rated, flat, RANGE, BOOTSTRAP, 1);
        assertThat(oneClass.figure(Metric.KENDALL).reason()).hasValue("all human ratings are 3");
        assertThat(oneClass.figure(Metric.PAIRWISE_ACCURACY).value()).isEmpty();
        assertThat(Agreement.of(new double[0], new double[0], RANGE, BOOTSTRAP, 1)
                        .figure(Metric.MAE)
                        .reason())
                .hasValue("no items");
    }

    /** 3 items with a large fixed gap: of the 2^3 swaps only none and all give as large a difference: p near 2/8. */
    @Test
    void thePermutationTestSwapsItemByItem() {
        double[] human = {1, 3, 5};
        var scores = new Comparison.Scores(new double[] {1, 3, 5}, new double[] {2, 4, 4}, human, RANGE);
        var comparison = Comparison.of(Metric.MAE, scores, new Bootstrap(20_000, 0.95), 3);
        assertThat(comparison.difference().value()).hasValue(-1.0);
        assertThat(comparison.p().orElseThrow()).isCloseTo(0.25, within(0.015));
    }

    @Test
    void aBetterScorerIsFoundAndTwoAlikeAreNot() {
        double[][] good = sample(300, 0.3, 11);
        double[] noise = sample(300, 0.3, 12)[0];
        for (Metric metric : Metric.values()) {
            var apart = Comparison.of(metric, new Comparison.Scores(good[0], noise, good[1], RANGE), BOOTSTRAP, 5);
            assertThat(apart.p().orElseThrow()).as(metric.label()).isLessThan(0.01);
            assertThat(apart.difference().low().orElseThrow() > 0).isEqualTo(metric.higherIsBetter());
            var alike = Comparison.of(metric, new Comparison.Scores(good[0], good[0], good[1], RANGE), BOOTSTRAP, 5);
            assertThat(alike.p()).hasValue(1.0);
            assertThat(alike.difference().value()).hasValue(0.0);
        }
    }

    /** The same order on another scale: correlations of ranks do not differ, so every permutation is as large. */
    @Test
    void anotherScaleIsNoDifferenceToRanks() {
        double[][] sample = sample(100, 0.5, 2);
        double[] cubed = Arrays.stream(sample[0]).map(x -> x * x * x).toArray();
        var comparison =
                Comparison.of(Metric.SPEARMAN, new Comparison.Scores(sample[0], cubed, sample[1], RANGE), BOOTSTRAP, 5);
        assertThat(comparison.p()).hasValue(1.0);
    }

    @Test
    void withoutAFigureThereIsNoTest() {
        double[] human = {1, 2, 3};
        var comparison = Comparison.of(
                Metric.SPEARMAN, new Comparison.Scores(human, new double[] {2, 2, 2}, human, RANGE), BOOTSTRAP, 5);
        assertThat(comparison.p()).isEmpty();
        assertThat(comparison.difference().reason()).hasValue("one of the two has no Spearman");
    }

    /** .01 * 4 = .04; .02 * 3 = .06; .03 * 2 = .06; .5. */
    @Test
    void holmMultipliesTheSmallestMost() {
        var adjusted = Holm.adjusted(List.of(0.03, 0.01, 0.5, 0.02));
        assertThat(adjusted.get(0)).isCloseTo(0.06, within(1e-12));
        assertThat(adjusted.get(1)).isCloseTo(0.04, within(1e-12));
        assertThat(adjusted.get(2)).isCloseTo(0.5, within(1e-12));
        assertThat(adjusted.get(3)).isCloseTo(0.06, within(1e-12));
        assertThat(Holm.adjusted(List.of(0.6, 0.9))).containsExactly(1.0, 1.0);
    }

    /**
     * Five pairs; people chose a a b b none. The judge in order: a b b a a: right 1, 0, 1, 0 = 2/4. The other way round: a
     * a b none b: 1, 1, 1, 1/2 = 3.5/4. Both times right: pairs 1 and 3 = 2/4. Decided twice: 1, 2, 3, 5; the same: 1 and
     * 3 = 2/4. Shown first and chosen: in order a . . a a = 3 of 5; swapped, b is first: . . b . b = 2 of 4: 5/9.
     */
    @Test
    void aPairwiseJudgeIsMeasuredInBothOrders() {
        int[] human = {1, 1, -1, -1, 0};
        int[] choices = {1, -1, -1, 1, 1};
        int[] swapped = {1, 1, -1, 0, -1};
        var both =
                PairwiseAgreement.of(new PairwiseAgreement.Pairs(human, choices, Optional.of(swapped)), BOOTSTRAP, 1);
        assertThat(both.pairs()).isEqualTo(4);
        assertThat(both.accuracy().value()).hasValue(0.5);
        assertThat(both.swapped().orElseThrow().value()).hasValue(3.5 / 4);
        assertThat(both.bothOrders().orElseThrow().value()).hasValue(0.5);
        assertThat(both.consistency().orElseThrow().value()).hasValue(0.5);
        assertThat(both.firstShare().value()).hasValue(5.0 / 9);
        var one = PairwiseAgreement.of(new PairwiseAgreement.Pairs(human, choices, Optional.empty()), BOOTSTRAP, 1);
        assertThat(one.firstShare().value()).hasValue(0.6);
        assertThat(one.consistency()).isEmpty();
    }

    @Test
    void rangesReadRoundAndMap() {
        var percent = RatingRange.parse("0-100").orElseThrow();
        assertThat(RatingRange.parse("-2..2")).hasValue(new RatingRange(-2, 2));
        assertThat(RatingRange.parse("5-1")).isEmpty();
        assertThat(RatingRange.parse("1-5x")).isEmpty();
        assertThat(percent.from(3, RANGE)).isEqualTo(50);
        assertThat(RANGE.nearest(2.5)).isEqualTo(3);
        assertThat(RANGE.nearest(5.7)).isEqualTo(5);
        assertThat(RANGE.contains(5.01)).isFalse();
    }

    private static double[][] sample(int n, double noise, long seed) {
        var random = new SplittableRandom(seed);
        double[] human = random.ints(n, 1, 6).asDoubleStream().toArray();
        double[] scores = Arrays.stream(human)
                .map(rating -> Math.clamp(rating + noise * random.nextGaussian(), 1, 5))
                .toArray();
        return new double[][] {scores, human};
    }
}
