package dev.metajudge.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoicesTest {
    /** Of five choices two went to the first, one to the second, two to nobody. */
    @Test
    void positionBiasLeavesUndecidedOut() {
        assertThat(Choices.firstShare(new int[] {1, 1, -1, 0, 0})).hasValue(2.0 / 3);
        assertThat(Choices.firstShare(new int[] {0})).isEmpty();
    }

    /** Counted: 1 (5 over 3, followed), 2 (2 under 4, second chosen: followed), 3 (4 over 1, second: not). */
    @Test
    void scoreFollowCountsDecidedChoicesBetweenDifferentScores() {
        assertThat(Choices.scoreFollow(
                        new int[] {1, -1, -1, 1, 0}, new double[] {5, 2, 4, 3, 1}, new double[] {3, 4, 1, 3, 5}))
                .hasValue(2.0 / 3);
        assertThat(Choices.scoreFollow(new int[] {1}, new double[] {2}, new double[] {2}))
                .isEmpty();
    }

    /** Pairs: a wins both; first place wins both; only one decided; none. */
    @Test
    void bothOrders() {
        int[] forward = {1, 1, 1, 0};
        int[] backward = {-1, 1, 0, 0};
        assertThat(Choices.wins(forward, backward)).containsExactly(1, 0.5, 0.75, 0.5);
        assertThat(Choices.consistency(forward, backward)).hasValue(0.5);
        assertThat(Choices.consistency(new int[] {0}, new int[] {1})).isEmpty();
    }

    /** A person prefers a, a, b, nobody: right; undecided; wrong; not counted. */
    @Test
    void accuracyAgainstAPerson() {
        int[] preferred = {1, 1, -1, 0};
        assertThat(Choices.accuracy(new int[] {1, 0, 1, 1}, preferred)).hasValue(0.5);
        assertThat(Choices.accuracyBothOrders(new int[] {1, 1, -1, 1}, new int[] {-1, 1, 1, 1}, preferred))
                .hasValue(2.0 / 3);
        assertThat(Choices.accuracy(new int[] {1}, new int[] {0})).isEmpty();
    }

    @Test
    void refusesWhatIsNoChoice() {
        assertThatThrownBy(() -> Choices.firstShare(new int[] {2})).hasMessageContaining("not 2");
        assertThatThrownBy(() -> Choices.wins(new int[1], new int[2])).isInstanceOf(IllegalArgumentException.class);
    }

    /** Naming the winner of each showing and counting names gives the same numbers. */
    @Test
    void agreesWithCountingWinnersByName() {
        var random = new SplittableRandom(3);
        for (int trial = 0; trial < 500; trial++) {
            int n = 1 + random.nextInt(12);
            int[] forward = random.ints(n, -1, 2).toArray();
            int[] backward = random.ints(n, -1, 2).toArray();
            int both = 0;
            int same = 0;
            for (int i = 0; i < n; i++) {
                String there = forward[i] == 0 ? "" : forward[i] == 1 ? "a" : "b";
                String back = backward[i] == 0 ? "" : backward[i] == 1 ? "b" : "a";
                both += !there.isEmpty() && !back.isEmpty() ? 1 : 0;
                same += !there.isEmpty() && there.equals(back) ? 1 : 0;
                double a = (there.equals("a") ? 1 : there.isEmpty() ? 0.5 : 0)
                        + (back.equals("a") ? 1 : back.isEmpty() ? 0.5 : 0);
                assertThat(Choices.wins(forward, backward)[i]).isEqualTo(a / 2);
            }
            if (both == 0) {
                assertThat(Choices.consistency(forward, backward)).isEmpty();
            } else {
                assertThat(Choices.consistency(forward, backward)).hasValue((double) same / both);
            }
            int[] ones = IntStream.generate(() -> 1).limit(n).toArray();
            assertThat(Choices.accuracy(forward, ones).getAsDouble())
                    .isEqualTo(IntStream.of(forward)
                            .mapToDouble(c -> (c + 1) / 2.0)
                            .average()
                            .orElseThrow());
        }
    }
}
