package dev.metajudge.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RewardTest {
    /** Scores 1, 2, 4, 5: mean 12/4 = 3; variance (4 + 1 + 1 + 4)/4 = 2.5. */
    @Test
    void isTheMeanOfTheValidScores() {
        assertThat(Reward.of(List.of(1.0, 2.0, 4.0, 5.0))).hasValue(3);
        assertThat(Reward.variance(List.of(1.0, 2.0, 4.0, 5.0))).isCloseTo(2.5, within(1e-15));
        assertThat(Reward.of(List.of())).isEmpty();
        assertThat(Reward.variance(List.of())).isZero();
        assertThatThrownBy(() -> Reward.of(List.of(Double.NaN))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMostDisputedResponseHasTheHighestVariance() {
        RandomGenerator unused = () -> {
            throw new AssertionError("there is no tie to break");
        };
        assertThat(Reward.mostDisputed(List.of(List.of(3.0, 3.0), List.of(1.0, 5.0), List.of(2.0, 4.0)), unused))
                .isEqualTo(OptionalInt.of(1));
        assertThat(Reward.mostDisputed(List.of(List.of(5.0), List.of(), List.of(3.0, 3.0)), unused))
                .as("one score alone has no pair to compare")
                .isEqualTo(OptionalInt.of(2));
        assertThat(Reward.mostDisputed(List.of(List.of(5.0), List.of()), unused))
                .isEmpty();
        assertThat(Reward.mostDisputed(List.of(), unused)).isEmpty();
    }

    @Test
    void tiesAreBrokenEvenlyByTheGivenSource() {
        // 1,2,2 and 3,4,4 have the same variance but for rounding.
        var scores = List.of(List.of(1.0, 2.0, 2.0), List.of(3.0, 3.0), List.of(4.0, 3.0, 4.0));
        var random = new SplittableRandom(3);
        int[] taken = new int[3];
        for (int i = 0; i < 1_000; i++) {
            taken[Reward.mostDisputed(scores, random).orElseThrow()]++;
        }
        assertThat(taken[1]).isZero();
        assertThat(taken[0]).isBetween(400, 600);
        assertThat(Reward.mostDisputed(scores, new SplittableRandom(8)))
                .isEqualTo(Reward.mostDisputed(scores, new SplittableRandom(8)));
    }
}
