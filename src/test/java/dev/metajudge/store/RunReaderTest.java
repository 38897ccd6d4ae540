package dev.metajudge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunReaderTest {
    private static final Duration TIME = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private void fill() {
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(SampleRows.all()));
        }
    }

    @Test
    void queriesGiveNamesAndValues() {
        fill();
        try (var reader = RunReader.open(folder)) {
            var result = reader.sql("SELECT id, sample, duplicate_of FROM response ORDER BY id; -- all", 100, TIME);
            assertThat(result.columns()).containsExactly("id", "sample", "duplicate_of");
            assertThat(result.rows())
                    .containsExactly(
                            Arrays.asList("r1.p1.1", 1, null),
                            Arrays.asList("r1.p1.2", 2, null),
                            List.of("r1.p1.3", 3, "r1.p1.1"));
            assertThat(result.cut()).isFalse();
        }
    }

    @Test
    void rowsBeyondTheLimitAreCutAndSaid() {
        fill();
        try (var reader = RunReader.open(folder)) {
            assertThat(reader.sql("SELECT id FROM response ORDER BY id", 2, TIME))
                    .isEqualTo(new SqlResult(List.of("id"), List.of(List.of("r1.p1.1"), List.of("r1.p1.2")), true));
            assertThat(reader.sql("SELECT id FROM response", 3, TIME).cut()).isFalse();
            assertThat(reader.sql("SELECT id FROM response", 0, TIME).rows()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM response",
                "UPDATE run SET seed = 2",
                "INSERT INTO sampling VALUES ('x', 'y')",
                "DROP TABLE response",
                "CREATE TABLE mine (id INT)",
                "CREATE ALIAS run_it FOR 'java.lang.System.exit'",
                "GRANT ALL ON SCHEMA PUBLIC TO reader",
                "SHUTDOWN",
                "SET WRITE_DELAY 500",
                "SELECT * FROM FINAL TABLE (DELETE FROM left_out)",
                "CALL FILE_READ('/etc/hostname')",
                "SELECT * FROM CSVREAD('/etc/hostname')",
                "SCRIPT TO '/tmp/metajudge-test-leak'",
                "SELECT 1; SELECT 2",
                "SELECT 1; DELETE FROM response",
                "SELECT ';' ; SELECT 2",
                "SELECT nothing FROM nowhere",
                " ; ",
                ""
            })
    void onlyOneQueryAndNothingElseIsAllowed(String sql) {
        fill();
        try (var reader = RunReader.open(folder)) {
            assertThatThrownBy(() -> reader.sql(sql, 10, TIME)).isInstanceOf(UserError.class);
        }
        try (var store = RunStore.open(folder)) {
            assertThatThrownBy(() -> {
                        // The same while the run is going on, when the file is open to write.
                        try (var reader = RunReader.open(folder)) {
                            reader.sql(sql, 10, TIME);
                        }
                    })
                    .isInstanceOf(UserError.class);
            assertThat(store.work().unique(1)).hasSize(2);
            assertThat(store.work().run().orElseThrow().seed()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 1;",
                " SELECT 1 ; \n -- end; of it\n",
                "SELECT ';' -- ;\n",
                "SELECT 1 /* ; */ ; /* ; SELECT 2 */",
                "SELECT 1 AS \"a;b\"",
                "WITH a(x) AS (SELECT 1) SELECT x FROM a",
                "EXPLAIN SELECT * FROM run"
            })
    void semicolonsInTextsAndCommentsAreNoEnd(String sql) {
        fill();
        try (var reader = RunReader.open(folder)) {
            assertThat(reader.sql(sql, 10, TIME).rows()).hasSize(1);
        }
    }

    @Test
    void aQueryThatTakesTooLongIsEnded() {
        fill();
        try (var reader = RunReader.open(folder)) {
            assertThatThrownBy(() -> reader.sql(
                            "SELECT COUNT(*) FROM system_range(1, 100000) a, system_range(1, 100000) b "
                                    + "WHERE MOD(a.x + b.x, 7) = 1",
                            10,
                            Duration.ofSeconds(1)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("longer than 1 s");
        }
    }

    @Test
    void aRunThatIsGoingOnIsReadAsItIs() {
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(SampleRows.all()));
            try (var reader = RunReader.open(folder)) {
                assertThat(reader.browse().responsesTo("p1")).hasSize(3);
                store.write(writer -> writer.insert(new PromptRow("p3", 3, "More?")));
                assertThat(reader.browse().prompt("p3")).isPresent();
            }
        }
    }

    @Test
    void readersShareARunAtRest() {
        fill();
        try (var one = RunReader.open(folder);
                var two = RunReader.open(folder)) {
            assertThat(one.browse().models()).isEqualTo(two.browse().models()).hasSize(2);
        }
    }

    @Test
    void aFolderWithoutARunIsNamed() {
        assertThatThrownBy(() -> RunReader.open(folder.resolve("none")).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none");
    }

    @Test
    void theCannedQueriesSayWhatTheRowsSay() {
        fill();
        try (var reader = RunReader.open(folder)) {
            assertThat(reader.browse().rounds())
                    .containsExactly(new RoundSummary(
                            1,
                            "M0",
                            2,
                            3,
                            1,
                            1,
                            Optional.of(12.0),
                            4,
                            2,
                            1,
                            1,
                            Optional.of(4.0),
                            2,
                            0,
                            1,
                            1,
                            1,
                            Optional.of(0.6931),
                            Optional.of(0.5),
                            Optional.of(0.75),
                            Optional.of("M1"),
                            Optional.of(2),
                            Optional.of(1),
                            Optional.of(2),
                            0,
                            Optional.of(6)));
            var stages = reader.browse().stages();
            assertThat(stages).extracting(StageProgress::stage).containsExactly("respond", "train");
            assertThat(stages).extracting(StageProgress::done).containsExactly(3, 2);
            assertThat(stages).extracting(StageProgress::tokens).containsExactly(9L, 800L);
            assertThat(stages.getFirst().tokensPerSecond()).contains(18.0);
            assertThat(rows(reader, "position_bias")).containsExactly(List.of(1, 0L, 1L, 1L, 0.0));
            assertThat(rows(reader, "verdict_consistency")).containsExactly(List.of(1, 1L, 0L, 0L));
            assertThat(rows(reader, "score_follow")).containsExactly(List.of(1, 1L, 1.0));
            assertThat(rows(reader, "judge_agreement")).containsExactly(List.of(1, 1L, 0.0, 2.0));
            assertThat(rows(reader, "unreadable_judgments")).containsExactly(List.of(1, "out of range", "stop", 1L));
            assertThat(rows(reader, "score_distribution"))
                    .containsExactly(List.of(1, 2.0, true, 1L), List.of(1, 4.0, false, 1L), List.of(1, 5.0, false, 1L));
            assertThat(rows(reader, "pair_texts"))
                    .contains(List.of(
                            "r1.p1.actor",
                            1,
                            "p1",
                            "actor",
                            "Why is the sky blue?",
                            "Rayleigh scattering.",
                            "Because."));
            assertThat(rows(reader, "worst_prompts")).isEmpty();
        }
    }

    private static List<List<Object>> rows(RunReader reader, String view) {
        return reader.sql("SELECT * FROM " + view, 0, TIME).rows().stream()
                .map(row -> row.stream().<Object>map(Objects::requireNonNull).toList())
                .toList();
    }

    @Test
    void worstPromptsAreThoseThatLostSinceTheirFirstRound() {
        try (var store = RunStore.open(folder)) {
            store.write(writer -> {
                writer.insert(SampleRows.all());
                writer.insert(new RoundRow(2, "M1"), new RoundPromptRow(2, 1, "p1"), new RoundPromptRow(2, 2, "p2"));
                var again = SampleRows.response(1, "Dunno.", Optional.empty());
                writer.insert(new ResponseRow(
                        "r2.p1.1",
                        2,
                        "p1",
                        1,
                        "M1",
                        "s1",
                        1,
                        again.text(),
                        6,
                        "stop",
                        1,
                        1,
                        Optional.of(-1.0),
                        Optional.empty()));
                writer.insert(new RewardRow("r2.p1.1", 2, "p1", 1, 1, Optional.of(1.5), Optional.of(0.0)));
            });
            try (var reader = RunReader.open(folder)) {
                assertThat(rows(reader, "worst_prompts")).containsExactly(List.of("p1", 1, 2, 4.0, 1.5, -2.5));
            }
        }
    }
}
