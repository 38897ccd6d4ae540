package dev.metajudge.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.model.RopeScaling.Factors;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.Llama3;
import dev.metajudge.model.RopeScaling.LongRope;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Base 10,000 and heads of 4: frequencies 1 and 10,000^(-2/4) = .01. */
class RopeTest {
    private static final Offset<Double> EXACT = within(1e-15);

    @Test
    void frequenciesFallFromOneToTheBase() {
        assertThat(Rope.of(10000).frequencies(4, 100)).containsExactly(new double[] {1, 0.01}, EXACT);
        assertThat(Rope.of(10000).magnitude()).isEqualTo(1);
    }

    @Test
    void oneFactorDividesAll() {
        assertThat(new Rope(10000, new Linear(8)).frequencies(4, 100))
                .containsExactly(new double[] {0.125, 0.00125}, EXACT);
    }

    @Test
    void eachFrequencyMayHaveAFactorOfItsOwn() {
        assertThat(new Rope(10000, new Factors(List.of(1.0, 4.0))).frequencies(4, 100))
                .containsExactly(new double[] {1, 0.0025}, EXACT);
    }

    /**
     * Base 64 and heads of 6 give 1, 1/4, 1/16. An original context of 8 pi holds 4, 1 and 1/4 turns; with low 1/2 and
     * high 2 the first stays, the last is divided by 8, and the middle one is (1 - .5) / (2 - .5) = 1/3 kept:
     * 1/4 (1/3 + 2/3 / 8) = 5/48. (25 stands for 8 pi = 25.13, so the middle one is computed with 25 / (8 pi).)
     */
    @Test
    void llama3sBandsPassSmoothlyIntoEachOther() {
        double turns = 25 / (8 * Math.PI);
        double kept = (turns - 0.5) / 1.5;
        assertThat(new Rope(64, new Llama3(8, 0.5, 2, 25)).frequencies(6, 100))
                .containsExactly(new double[] {1, 0.25 * (kept + (1 - kept) / 8), 1.0 / 16 / 8}, within(1e-15))
                .satisfies(all -> assertThat(all[1]).isCloseTo(5.0 / 48, within(0.002)));
    }

    @Test
    void longSequencesHaveFactorsOfTheirOwn() {
        var rope = new Rope(10000, new LongRope(List.of(1.0, 2.0), List.of(4.0, 5.0), 64, 1.5));
        assertThat(rope.frequencies(4, 64)).containsExactly(new double[] {1, 0.005}, EXACT);
        assertThat(rope.frequencies(4, 65)).containsExactly(new double[] {0.25, 0.002}, EXACT);
        assertThat(rope.magnitude()).isEqualTo(1.5);
    }

    /** sqrt(1 + ln 32 / ln 4096) = sqrt(1 + 5/12). */
    @Test
    void theMagnitudeGrowsWithTheContext() {
        assertThat(LongRope.magnitude(32, 4096)).isCloseTo(Math.sqrt(17.0 / 12), EXACT);
        assertThat(LongRope.magnitude(1, 4096)).isEqualTo(1);
    }

    @Test
    void aFactorForEveryPairOfTheHeadIsNeeded() {
        var rope = new Rope(10000, new Factors(List.of(1.0, 2.0, 3.0)));
        assertThatThrownBy(() -> rope.check(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 factors for heads of 4");
        assertThatThrownBy(() -> new Factors(List.of(Double.NaN))).isInstanceOf(IllegalArgumentException.class);
    }
}
