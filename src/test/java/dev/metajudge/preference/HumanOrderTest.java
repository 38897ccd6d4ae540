package dev.metajudge.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.preference.HumanOrder.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HumanOrderTest {
    private final HumanOrder order = new HumanOrder(1, 5);

    @Test
    void theScoresNearestToTheHumansThatRankLikeThemArePicked() {
        assertThat(order.pick(List.of(judged(5, 2, 4, 5), judged(1, 3, 1, 5), judged(3, 5, 1, 3))))
                .containsExactly(OptionalInt.of(2), OptionalInt.of(1), OptionalInt.of(2));
    }

    @Test
    void aJudgmentAgainstTheHumansIsNotPicked() {
        // The better response has only a low score, the worse one only a high score: neither ranks as the humans do.
        assertThat(order.pick(List.of(judged(4, 3), judged(2, 4))))
                .containsExactly(OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void nothingIsPickedWhereHumansSeeNoDifference() {
        assertThat(order.pick(List.of(judged(4, 4, 5), judged(4, 3, 4)))).containsOnly(OptionalInt.empty());
        assertThat(order.pick(List.of(judged(4, 4)))).containsOnly(OptionalInt.empty());
        assertThat(order.pick(List.of())).isEmpty();
    }

    @Test
    void aResponseWithoutAReadableScoreGetsNoneAndHarmsNoOther() {
        assertThat(order.pick(List.of(judged(5, 5), judged(3), judged(1, 2))))
                .containsExactly(OptionalInt.of(0), OptionalInt.empty(), OptionalInt.of(0));
    }

    @Test
    void noOtherPickThatRanksLikeTheHumansIsNearerToThem() {
        var random = new SplittableRandom(11);
        for (int round = 0; round < 2_000; round++) {
            var responses = new ArrayList<Judged>();
            int n = random.nextInt(1, 5);
            for (int i = 0; i < n; i++) {
                responses.add(new Judged(
                        random.nextInt(1, 6),
                        random.ints(random.nextInt(0, 4), 1, 6).asDoubleStream().toArray()));
            }
            List<OptionalInt> picks = order.pick(responses);
            double best = search(responses, new int[n], 0);
            // Unranked ones are dropped after the search, which only makes the list shorter.
            assertThat(cost(responses, picks)).isGreaterThanOrEqualTo(best - 1e-9);
            assertNoneAgainstHumans(responses, picks);
            if (picks.stream().allMatch(OptionalInt::isPresent)) {
                assertThat(cost(responses, picks)).isCloseTo(best, within(1e-9));
            }
        }
    }

    private static void assertNoneAgainstHumans(List<Judged> responses, List<OptionalInt> picks) {
        for (int a = 0; a < responses.size(); a++) {
            boolean ranked = false;
            for (int b = 0; b < responses.size(); b++) {
                if (picks.get(a).isPresent() && picks.get(b).isPresent()) {
                    double humans = responses.get(a).human() - responses.get(b).human();
                    double judge = score(responses, picks, a) - score(responses, picks, b);
                    assertThat(humans * judge >= 0).isTrue();
                    ranked |= humans * judge > 0;
                }
            }
            assertThat(ranked).isEqualTo(picks.get(a).isPresent());
        }
    }

    private static double score(List<Judged> responses, List<OptionalInt> picks, int i) {
        return responses.get(i).scores()[picks.get(i).getAsInt()];
    }

    private static double cost(List<Judged> responses, List<OptionalInt> picks) {
        double cost = 0;
        for (int i = 0; i < picks.size(); i++) {
            cost += picks.get(i).isPresent()
                    ? Math.abs(responses.get(i).scores()[picks.get(i).getAsInt()]
                            - responses.get(i).human())
                    : 2;
        }
        return cost;
    }

    /** The smallest cost of all picks without two against the humans, by trying all. */
    private static double search(List<Judged> responses, int[] picks, int at) {
        if (at == responses.size()) {
            var chosen = new ArrayList<OptionalInt>();
            for (int pick : picks) {
                chosen.add(pick < 0 ? OptionalInt.empty() : OptionalInt.of(pick));
            }
            for (int a = 0; a < picks.length; a++) {
                for (int b = 0; b < picks.length; b++) {
                    if (picks[a] >= 0
                            && picks[b] >= 0
                            && responses.get(a).human() > responses.get(b).human()
                            && score(responses, chosen, a) < score(responses, chosen, b)) {
                        return Double.POSITIVE_INFINITY;
                    }
                }
            }
            return cost(responses, chosen);
        }
        double best = Double.POSITIVE_INFINITY;
        for (int pick = -1; pick < responses.get(at).scores().length; pick++) {
            picks[at] = pick;
            best = Math.min(best, search(responses, picks, at + 1));
        }
        return best;
    }

    private static Judged judged(double human, double... scores) {
        return new Judged(human, scores);
    }
}
