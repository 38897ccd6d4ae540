package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    @Test
    void aSmallPoolGivesAllItHas() {
        assertThat(new PromptDraw(1, POOL, 100).round(3)).containsExactlyInAnyOrderElementsOf(POOL);
    }
}
