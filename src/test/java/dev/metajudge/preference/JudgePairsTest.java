package dev.metajudge.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JudgePairsTest {
    @Test
    void pairsTheHighestRatingWithTheLowest() {
        var judgments = List.of(judgment("a", 50, 0.1, 3), judgment("b", 60, 2.0, 4), judgment("c", 70, -2.1, 4));
        assertThat(new JudgePairs(60, false).pair(judgments)).isEqualTo(new PairOutcome.Pair<>("b", "c"));
        assertThat(new JudgePairs(59, false).pair(judgments)).isEqualTo(none(PairOutcome.Reason.CHOSEN_TOO_LONG));
        assertThat(new JudgePairs(60, true).pair(judgments)).isEqualTo(none(PairOutcome.Reason.SAME_SCORE));
    }

    @Test
    void saysWhyThereIsNoPair() {
        var rule = new JudgePairs(1_000, false);
        assertThat(rule.pair(List.of(judgment("a", 1, 0, 3)))).isEqualTo(none(PairOutcome.Reason.TOO_FEW));
        assertThat(rule.pair(List.of(judgment("a", 1, 1, 3), judgment("b", 1, 1 + 1e-10, 2))))
                .isEqualTo(none(PairOutcome.Reason.ALL_EQUAL));
        assertThatThrownBy(() -> judgment("a", 1, Double.NaN, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agreesWithAPlainSecondImplementationOnRandomTables() {
        var random = new SplittableRandom(99);
        for (int table = 0; table < 5_000; table++) {
            int n = random.nextInt(7);
            int limit = 1 + random.nextInt(8);
            boolean dropSame = random.nextBoolean();
            List<RatedJudgment<Integer>> judgments = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                judgments.add(new RatedJudgment<>(i, random.nextInt(8), random.nextInt(-3, 4), random.nextInt(1, 6)));
            }
            int high = 0;
            int low = 0;
            for (int i = 1; i < n; i++) {
                high = judgments.get(i).rating() > judgments.get(high).rating() ? i : high;
                low = judgments.get(i).rating() < judgments.get(low).rating() ? i : low;
            }
            boolean none = n < 2
                    || high == low
                    || judgments.get(high).length() > limit
                    || (dropSame
                            && judgments.get(high).score() == judgments.get(low).score());
            PairOutcome<Integer> outcome = new JudgePairs(limit, dropSame).pair(judgments);
            if (none) {
                assertThat(outcome).isInstanceOf(PairOutcome.NoPair.class);
            } else {
                assertThat(outcome).isEqualTo(new PairOutcome.Pair<>(high, low));
            }
        }
    }

    private static RatedJudgment<String> judgment(String item, int length, double rating, double score) {
        return new RatedJudgment<>(item, length, rating, score);
    }

    private static PairOutcome<String> none(PairOutcome.Reason reason) {
        return new PairOutcome.NoPair<>(reason);
    }
}
