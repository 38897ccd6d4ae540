package dev.metajudge.preference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.preference.Tournament.Match;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TournamentTest {
    @Test
    void allPairsInOrder() {
        assertThat(Tournament.all(4))
                .containsExactly(
                        new Match(0, 1),
                        new Match(0, 2),
                        new Match(0, 3),
                        new Match(1, 2),
                        new Match(1, 3),
                        new Match(2, 3));
        assertThat(Tournament.all(1)).isEmpty();
    }

    @Test
    void someAreTakenEvenlyAndConnectAll() {
        for (int n = 2; n <= 13; n++) {
            var all = Tournament.all(n);
            for (int most = 1; most <= all.size() + 1; most++) {
                for (int seed = 0; seed < 5; seed++) {
                    var some = Tournament.some(n, most, new SplittableRandom(seed));
                    assertThat(some).hasSize(Math.min(most, all.size())).doesNotHaveDuplicates();
                    assertThat(all).containsSubsequence(some);
                    int[] met = new int[n];
                    some.forEach(match -> {
                        met[match.a()]++;
                        met[match.b()]++;
                    });
                    int fewest = IntStream.of(met).min().orElseThrow();
                    int often = IntStream.of(met).max().orElseThrow();
                    assertThat(often - fewest).as("%d of %d items", most, n).isLessThanOrEqualTo(n % 2 == 0 ? 1 : 2);
                    if (most >= n - 1) {
                        assertThat(reached(some)).hasSize(n);
                    }
                }
            }
        }
    }

    private static Set<Integer> reached(Iterable<Match> matches) {
        var reached = new HashSet<>(Set.of(0));
        for (int before = 0; before < reached.size(); ) {
            before = reached.size();
            for (var match : matches) {
                if (reached.contains(match.a()) || reached.contains(match.b())) {
                    reached.add(match.a());
                    reached.add(match.b());
                }
            }
        }
        return reached;
    }

    @Test
    void theLotDecidesWhichAndNothingElse() {
        assertThat(Tournament.some(11, 6, new SplittableRandom(1)))
                .isEqualTo(Tournament.some(11, 6, new SplittableRandom(1)))
                .isNotEqualTo(Tournament.some(11, 6, new SplittableRandom(2)));
    }
}
