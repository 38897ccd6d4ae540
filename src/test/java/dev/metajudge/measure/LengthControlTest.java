package dev.metajudge.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LengthControlTest {
    /**
     * Length never differs: only theta is left. 3 wins of 4: the slope 3 - 4 p - 0.01 theta is 0 near log 3 = 1.0986;
     * one Newton step from there: slope -0.010986, curvature 4 * 0.1875 + 0.01 = 0.76, theta = 1.0986 - 0.014456 =
     * 1.08416, p = 0.7473.
     */
    @Test
    void equalLengthsGiveThePlainRateButForThePrior() {
        var fit = LengthControl.fit(new double[] {1, 1, 1, 0}, new double[4]).orElseThrow();
        assertThat(fit.theta()).isCloseTo(1.08416, within(1e-4));
        assertThat(fit.gamma()).isZero();
        assertThat(fit.winRate()).isCloseTo(0.7473, within(1e-4)).isEqualTo(fit.winRate(500));
    }

    /**
     * Whoever is longer by 100 wins, 9 of 10 times, and each is longer as often: at equal length nobody wins. With t =
     * tanh(1) = 0.76159: 0.9 = sigmoid(gamma t) at gamma = log(9) / t = 2.88506, a little less for the prior.
     */
    @Test
    void lengthThatDecidesIsTakenOut() {
        double[] wins = new double[20];
        double[] differences = new double[20];
        for (int i = 0; i < 20; i++) {
            differences[i] = i < 10 ? 100 : -100;
            wins[i] = i < 10 ? (i == 0 ? 0 : 1) : (i == 10 ? 1 : 0);
        }
        var fit = LengthControl.fit(wins, differences).orElseThrow();
        assertThat(fit.winRate()).isCloseTo(0.5, within(1e-9));
        assertThat(fit.scale()).isEqualTo(100);
        assertThat(fit.gamma()).isBetween(2.82, 2.8850);
        assertThat(fit.winRate(100)).isCloseTo(0.9, within(0.005));
    }

    /** 6 of 8 wins, all by the longer one: with equal lengths it would be fewer. */
    @Test
    void aWinnerByLengthHasALowerRate() {
        double[] wins = {1, 1, 1, 1, 1, 1, 0, 0};
        double[] differences = {80, 60, 90, 70, 50, 100, -20, 5};
        assertThat(LengthControl.fit(wins, differences).orElseThrow().winRate()).isLessThan(0.5);
    }

    @Test
    void wholeSeparationStaysFinite() {
        var always = LengthControl.fit(new double[] {1, 1, 1, 1}, new double[] {1, -1, 2, -2})
                .orElseThrow();
        assertThat(always.winRate()).isBetween(0.9, 1.0);
        var byLength = LengthControl.fit(new double[] {1, 1, 0, 0}, new double[] {1e9, 1, -1, -1e9})
                .orElseThrow();
        assertThat(byLength.theta()).isCloseTo(0, within(1e-9));
        assertThat(byLength.gamma()).isFinite();
    }

    @Test
    void refusesWhatIsNoWin() {
        assertThat(LengthControl.fit(new double[0], new double[0])).isEmpty();
        assertThatThrownBy(() -> LengthControl.fit(new double[] {2}, new double[] {0}))
                .hasMessageContaining("0 to 1, not 2");
        assertThatThrownBy(() -> LengthControl.fit(new double[] {1}, new double[] {Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LengthControl.fit(new double[] {1}, new double[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The same model climbed by small gradient steps, written out plainly. */
    @Test
    void agreesWithGradientAscent() {
        var random = new SplittableRandom(7);
        for (int trial = 0; trial < 50; trial++) {
            int n = 3 + random.nextInt(40);
            double[] wins =
                    random.ints(n, 0, 5).mapToDouble(quarter -> quarter / 4.0).toArray();
            double[] differences = random.doubles(n, -300, 400).toArray();
            var fit = LengthControl.fit(wins, differences).orElseThrow();
            double scale = Math.sqrt(Arrays.stream(differences).map(d -> d * d).sum() / n);
            double theta = 0;
            double gamma = 0;
            for (int step = 0; step < 20_000; step++) {
                double t = -0.01 * theta;
                double g = -0.01 * gamma;
                for (int i = 0; i < n; i++) {
                    double x = Math.tanh(differences[i] / scale);
                    double miss = wins[i] - 1 / (1 + Math.exp(-theta - gamma * x));
                    t += miss;
                    g += miss * x;
                }
                theta += t / n;
                gamma += g / n;
            }
            assertThat(fit.theta()).as("trial %d", trial).isCloseTo(theta, within(1e-6));
            assertThat(fit.gamma()).as("trial %d", trial).isCloseTo(gamma, within(1e-6));
        }
    }

    @Test
    void winRatesHaveIntervalsThatTheSeedDecides() {
        double[] wins = {1, 1, 0.5, 0, 1, 1, 0.5, 1, 0, 1};
        double[] differences = {3, -4, 0, 7, -2, 5, 1, -8, 9, 2};
        var bootstrap = new Bootstrap(300, 0.95);
        var rate = WinRate.of(wins, differences, bootstrap, 11).orElseThrow();
        assertThat(rate.comparisons()).isEqualTo(10);
        assertThat(rate.rate()).isCloseTo(0.7, within(1e-12));
        assertThat(rate.interval().low()).isLessThan(0.7).isGreaterThan(0.3);
        assertThat(rate.interval().high()).isGreaterThan(0.7).isLessThanOrEqualTo(1);
        assertThat(rate.lengthControlledInterval().contains(rate.lengthControlled()))
                .isTrue();
        assertThat(WinRate.of(wins, differences, bootstrap, 11)).contains(rate);
        assertThat(WinRate.of(wins, differences, bootstrap, 12)).isNotEqualTo(java.util.Optional.of(rate));
        assertThat(WinRate.of(new double[0], new double[0], bootstrap, 1)).isEmpty();
    }
}
