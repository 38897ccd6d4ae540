package dev.metajudge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({"'', abc, 3", "run, run, 0", "rnu, run, 1", "rounds, roundz, 1", "kitten, sitting, 3", "ab, ba, 1"})
    void distanceCountsChangesAndSwaps(String a, String b, int distance) {
        assertThat(Spelling.distance(a, b)).isEqualTo(distance);
        assertThat(Spelling.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void onlyANearWordIsSuggested() {
        var words = List.of("run", "status", "sql", "show");
        assertThat(Spelling.nearest("stauts", words)).contains("status");
        assertThat(Spelling.nearest("SQL", words)).contains("sql");
        assertThat(Spelling.nearest("elephant", words)).isEmpty();
        assertThat(Spelling.nearest("", words)).isEmpty();
        assertThat(Spelling.nearest("x".repeat(1_000_000), words)).isEmpty();
        assertThat(Spelling.hint("shwo", words)).isEqualTo("; did you mean \"show\"?");
        assertThat(Spelling.hint("elephant", words)).isEmpty();
    }
}
