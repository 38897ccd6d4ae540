package dev.metajudge.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1_000, 0.95);

    @Test
    void theIntervalOfAMeanIsNearTheTextbooks() {
        var random = new SplittableRandom(1);
        double[] x = random.doubles(400).toArray();
        Interval interval = interval(x, 5);
        double half = 1.96 * Moments.spread(x).orElseThrow() / Math.sqrt(x.length);
        double mean = Moments.mean(x).orElseThrow();
        assertThat(interval.contains(mean)).isTrue();
        assertThat(interval.high() - interval.low()).isBetween(1.7 * half, 2.3 * half);
        assertThat(interval.undefined()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] x = new SplittableRandom(2).doubles(50).toArray();
        assertThat(interval(x, 7)).isEqualTo(interval(x, 7)).isNotEqualTo(interval(x, 8));
    }

    @Test
    void ninetyFiveOfAHundredIntervalsHoldTheTruth() {
        var random = new SplittableRandom(3);
        int holds = 0;
        for (int trial = 0; trial < 200; trial++) {
            double[] x = random.doubles(100).toArray();
            holds += interval(x, trial).contains(0.5) ? 1 : 0;
        }
        assertThat(holds).isBetween(178, 200);
    }

    @Test
    void undefinedResamplesAreCounted() {
        double[] x = {0, 0, 0, 1};
        var interval = BOOTSTRAP.interval(
                4,
                drawn -> Correlation.pearson(Bootstrap.pick(x, drawn), Bootstrap.pick(x, drawn)),
                new SplittableRandom(4));
        assertThat(interval.orElseThrow().undefined()).isBetween(250, 400);
        assertThat(interval.orElseThrow().low()).isEqualTo(1);
        assertThat(BOOTSTRAP.interval(3, drawn -> OptionalDouble.empty(), new SplittableRandom(4)))
                .isEmpty();
        assertThat(BOOTSTRAP.interval(0, drawn -> OptionalDouble.of(1), new SplittableRandom(4)))
                .isEmpty();
    }

    /** 0, 10, 20, 30: the quantile .5 lies half way from 10 to 20, .9 at place 2.7. */
    @Test
    void quantilesAreLinearBetweenTheValues() {
        double[] sorted = {0, 10, 20, 30};
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(15);
        assertThat(Bootstrap.quantile(sorted, 0.9)).isEqualTo(27);
        assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(30);
        assertThat(Bootstrap.quantile(new double[] {4}, 0.3)).isEqualTo(4);
    }

    private static Interval interval(double[] x, long seed) {
        return BOOTSTRAP
                .interval(x.length, drawn -> Moments.mean(Bootstrap.pick(x, drawn)), new SplittableRandom(seed))
                .orElseThrow();
    }
}
