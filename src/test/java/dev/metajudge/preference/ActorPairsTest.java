package dev.metajudge.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActorPairsTest {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    /** Rewards 5, 4, 2, 1; tiers at rho .4: chosen from .6*5 + .4*1 = 3.4 up, rejected from 2.6 down. */
    @Test
    void takesTheShortestOfTheUpperAndTheLongestOfTheLowerTier() {
        var candidates = List.of(
                new Candidate<>("a", 90, 5),
                new Candidate<>("b", 40, 4),
                new Candidate<>("c", 70, 2),
                new Candidate<>("d", 30, 1));
        assertThat(new ActorPairs(0.4, NO_LIMIT).pair(candidates)).isEqualTo(new PairOutcome.Pair<>("b", "c"));
        assertThat(new ActorPairs(0, NO_LIMIT).pair(candidates)).isEqualTo(new PairOutcome.Pair<>("a", "d"));
        assertThat(new ActorPairs(0.2, NO_LIMIT).pair(candidates)).isEqualTo(new PairOutcome.Pair<>("a", "d"));
        assertThat(new ActorPairs(0.25, NO_LIMIT).pair(candidates))
                .as("the border 4 = .75*5 + .25*1 belongs to the tier")
                .isEqualTo(new PairOutcome.Pair<>("b", "c"));
    }

    @Test
    void ofEquallyLongOnesTheBetterIsChosenAndTheWorseRejectedThenTheEarlier() {
        var candidates = List.of(
                new Candidate<>("a", 10, 4.6),
                new Candidate<>("b", 10, 5),
                new Candidate<>("c", 10, 5),
                new Candidate<>("d", 20, 1.2),
                new Candidate<>("e", 20, 1),
                new Candidate<>("f", 20, 1));
        assertThat(new ActorPairs(0.3, NO_LIMIT).pair(candidates)).isEqualTo(new PairOutcome.Pair<>("b", "e"));
    }

    @Test
    void saysWhyThereIsNoPair() {
        var plain = new ActorPairs(0, 100);
        assertThat(plain.pair(List.<Candidate<String>>of())).isEqualTo(none(PairOutcome.Reason.TOO_FEW));
        assertThat(plain.pair(List.of(new Candidate<>("a", 1, 5)))).isEqualTo(none(PairOutcome.Reason.TOO_FEW));
        assertThat(plain.pair(List.of(new Candidate<>("a", 1, 3), new Candidate<>("b", 2, 3))))
                .isEqualTo(none(PairOutcome.Reason.ALL_EQUAL));
        var two = List.of(new Candidate<>("a", 101, 3), new Candidate<>("b", 2, 2));
        assertThat(plain.pair(two)).isEqualTo(none(PairOutcome.Reason.CHOSEN_TOO_LONG));
        assertThat(new ActorPairs(0, 101).pair(two)).isEqualTo(new PairOutcome.Pair<>("a", "b"));
        assertThat(new ActorPairs(0.5, NO_LIMIT).pair(two)).isEqualTo(none(PairOutcome.Reason.TIERS_MEET));
        assertThat(new ActorPairs(1, NO_LIMIT).pair(two)).isEqualTo(none(PairOutcome.Reason.TIERS_MEET));
        assertThatThrownBy(() -> new ActorPairs(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActorPairs(-0.1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Candidate<>("a", 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agreesWithAPlainSecondImplementationOnRandomTables() {
        var random = new SplittableRandom(2024);
        int pairs = 0;
        for (int table = 0; table < 20_000; table++) {
            double[] rewards = new double[random.nextInt(9)];
            int[] lengths = new int[rewards.length];
            List<Candidate<Integer>> candidates = new ArrayList<>();
            int judgments = 1 + random.nextInt(4);
            for (int i = 0; i < rewards.length; i++) {
                for (int j = 0; j < judgments; j++) {
                    rewards[i] += 1 + random.nextInt(5);
                }
                rewards[i] /= judgments;
                lengths[i] = random.nextInt(12);
                candidates.add(new Candidate<>(i, lengths[i], rewards[i]));
            }
            double rho = new double[] {0, 0.1, 0.25, 0.32, 0.4, 0.49, 0.5, 0.8, 1}[random.nextInt(9)];
            int limit = 1 + random.nextInt(12);
            int[] expected = plain(rewards, lengths, rho, limit);
            PairOutcome<Integer> outcome = new ActorPairs(rho, limit).pair(candidates);
            if (expected.length == 0) {
                assertThat(outcome).isInstanceOf(PairOutcome.NoPair.class);
            } else {
                assertThat(outcome).isEqualTo(new PairOutcome.Pair<>(expected[0], expected[1]));
                pairs++;
            }
        }
        assertThat(pairs).isGreaterThan(5_000);
    }

    /** The rules once more, as loops; empty where there is no pair. */
    private static int[] plain(double[] rewards, int[] lengths, double rho, int limit) {
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        for (double reward : rewards) {
            max = Math.max(max, reward);
            min = Math.min(min, reward);
        }
        if (rewards.length < 2 || max == min || rho >= 0.5) {
            return new int[0];
        }
        int chosen = -1;
        int rejected = -1;
        for (int i = 0; i < rewards.length; i++) {
            boolean upper = rewards[i] == max || rewards[i] >= (1 - rho) * max + rho * min;
            boolean lower = rewards[i] == min || rewards[i] <= (1 - rho) * min + rho * max;
            if (upper
                    && (chosen < 0
                            || lengths[i] < lengths[chosen]
                            || (lengths[i] == lengths[chosen] && rewards[i] > rewards[chosen]))) {
                chosen = i;
            }
            if (lower
                    && (rejected < 0
                            || lengths[i] > lengths[rejected]
                            || (lengths[i] == lengths[rejected] && rewards[i] < rewards[rejected]))) {
                rejected = i;
            }
        }
        return chosen == rejected || lengths[chosen] > limit ? new int[0] : new int[] {chosen, rejected};
    }

    private static PairOutcome<String> none(PairOutcome.Reason reason) {
        return new PairOutcome.NoPair<>(reason);
    }
}
