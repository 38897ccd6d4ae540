package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromptDrawTest {
    private static final List<String> POOL =
            IntStream.rangeClosed(1, 7).mapToObj(i -> "p" + i).toList();

    /** The draws of rounds 1, 2, ..., each from the pool as it is then. */
    private static List<List<String>> rounds(int seed, List<List<String>> pools, int perRound) {
        Map<String, Integer> uses = new HashMap<>();
        List<List<String>> rounds = new ArrayList<>();
        for (var pool : pools) {
            var drawn = new PromptDraw(seed, pool, uses).next(perRound);
            drawn.forEach(id -> uses.merge(id, 1, Integer::sum));
            rounds.add(drawn);
        }
        return rounds;
    }

    @Test
    void aPromptIsUsedAgainOnlyWhenThePoolIsSpent() {
        List<String> drawn = new ArrayList<>();
        for (var round : rounds(5, Collections.nCopies(7, POOL), 3)) {
            assertThat(new HashSet<>(round)).hasSize(3);
            drawn.addAll(round);
        }
        assertThat(drawn.subList(0, 6)).doesNotHaveDuplicates();
        // 21 draws of 7: each prompt three times.
        for (var prompt : POOL) {
            assertThat(drawn.stream().filter(prompt::equals)).as(prompt).hasSize(3);
        }
    }

    @Test
    void theSeedAndTheRoundDecideAndTheOrderOfThePoolDoesNot() {
        var uses = Map.of("p2", 1);
        assertThat(new PromptDraw(5, POOL, uses).next(3)).isEqualTo(new PromptDraw(5, POOL.reversed(), uses).next(3));
        assertThat(IntStream.range(0, 20).mapToObj(seed -> new PromptDraw(seed, POOL, Map.of()).next(3)))
                .doesNotHaveDuplicates()
                .hasSize(20);
    }

    /** Any pool, any number a round: whoever was used k times, nobody else was left at k - 2. */
    @Test
    void thePoolIsDealtOutEvenlyWhateverItsSize() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            int size = 1 + random.nextInt(12);
            var pool = IntStream.range(0, size).mapToObj(i -> "q" + i).toList();
            Map<String, Integer> used = new HashMap<>();
            pool.forEach(id -> used.put(id, 0));
            for (var round : rounds(seed, Collections.nCopies(6, pool), 1 + random.nextInt(14))) {
                assertThat(round).doesNotHaveDuplicates().isSubsetOf(pool);
                round.forEach(id -> used.merge(id, 1, Integer::sum));
                assertThat(Collections.max(used.values()) - Collections.min(used.values()))
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    /** Six of seven are used; two join: the seventh and both are drawn before any other. */
    @Test
    void whatJoinsThePoolIsUsedBeforeAnyPromptIsUsedAgain() {
        var grown = Stream.concat(POOL.stream(), Stream.of("new1", "new2")).toList();
        var rounds = rounds(5, List.of(POOL, POOL, grown), 3);
        var fresh = new HashSet<>(grown);
        fresh.removeAll(rounds.get(0));
        fresh.removeAll(rounds.get(1));
        assertThat(rounds.get(2)).containsExactlyInAnyOrderElementsOf(fresh);
    }

    @Test
    void aSmallPoolGivesAllItHas() {
        assertThat(new PromptDraw(1, POOL, Map.of("p1", 2)).next(100)).containsExactlyInAnyOrderElementsOf(POOL);
    }
}
