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
import org.junit.jupiter.api.Test;

class PromptDrawTest {
    private static final List<String> POOL =
            IntStream.rangeClosed(1, 7).mapToObj(i -> "p" + i).toList();

    @Test
    void aPromptIsUsedAgainOnlyWhenThePoolIsSpent() {
        var draw = new PromptDraw(5, POOL, 3);
        List<String> drawn = new ArrayList<>();
        for (int round = 1; round <= 7; round++) {
            assertThat(new HashSet<>(draw.round(round))).hasSize(3);
            drawn.addAll(draw.round(round));
        }
        assertThat(drawn.subList(0, 6)).doesNotHaveDuplicates();
        // 21 draws of 7: each prompt three times.
        for (var prompt : POOL) {
            assertThat(drawn.stream().filter(prompt::equals)).as(prompt).hasSize(3);
        }
    }

    @Test
    void theSeedAndTheRoundDecideAndTheOrderOfThePoolDoesNot() {
        assertThat(new PromptDraw(5, POOL, 3).round(2)).isEqualTo(new PromptDraw(5, POOL.reversed(), 3).round(2));
        assertThat(IntStream.range(0, 20).mapToObj(seed -> new PromptDraw(seed, POOL, 3).round(1)))
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
            var draw = new PromptDraw(seed, pool, 1 + random.nextInt(14));
            Map<String, Integer> used = new HashMap<>();
            pool.forEach(id -> used.put(id, 0));
            for (int round = 1; round <= 6; round++) {
                assertThat(draw.round(round)).doesNotHaveDuplicates().isSubsetOf(pool);
                draw.round(round).forEach(id -> used.merge(id, 1, Integer::sum));
                assertThat(Collections.max(used.values()) - Collections.min(used.values()))
                        .as("seed %d, round %d", seed, round)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void aSmallPoolGivesAllItHas() {
        assertThat(new PromptDraw(1, POOL, 100).round(3)).containsExactlyInAnyOrderElementsOf(POOL);
    }
}
