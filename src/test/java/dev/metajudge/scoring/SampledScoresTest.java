package dev.metajudge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.judge.Rubric;
import dev.metajudge.judge.ScoreReader;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scores of one item out of several texts. */
class SampledScoresTest {
    private static final ScoreRange RANGE = new ScoreRange(1, 5);

    private static SampledScores read(String... texts) {
        var reader = new ScoreReader(new Rubric("r", 1, 5, "Score: ", true, Rubric.Direction.HIGHER));
        return SampledScores.of(Stream.of(texts).map(reader::read).toList());
    }

    @Test
    void whatDoesNotCountIsNoPartOfTheShares() {
        var scores = read("Score: 4", "Good.\nScore: 2", "Score: 9", "nothing", "Score: 4");
        assertThat(scores.scores()).containsExactly(4.0, 2.0, 4.0);
        assertThat(scores.unreadable()).isEqualTo(Map.of("out of range", 1, "missing", 1));
        assertThat(scores.lost()).isEqualTo(2);
        assertThat(scores.reasons()).isEqualTo("1 missing, 1 out of range");
        assertThat(scores.shares(RANGE).orElseThrow()).containsExactly(0, 1.0 / 3, 0, 2.0 / 3, 0);
    }

    @Test
    void aFractionCountsForTheScoresAroundItAndTheMeanStays() {
        // 4.25 and 1: (0.75 * 4 + 0.25 * 5 + 1) / 2
        assertThat(read("Score: 4.25", "Score: 1").shares(RANGE).orElseThrow())
                .containsExactly(0.5, 0, 0, 0.375, 0.125);
        assertThat(read("Score: 5.0").shares(RANGE).orElseThrow()).containsExactly(0, 0, 0, 0, 1);
    }

    @Test
    void noSampleThatCountsHasNoShares() {
        assertThat(read("", "x").shares(RANGE)).isEmpty();
    }
}
