package dev.metajudge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on a real H2 file. */
class RunStoreTest {
    @TempDir
    Path folder;

    @Test
    void everyRowComesBackAsItWentInAfterReopening() {
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(SampleRows.all()));
        }
        try (var handle = Database.forWriting(folder)) {
            for (var row : SampleRows.all()) {
                assertThat(rows(handle, row)).as(row.toString()).contains(row);
            }
        }
    }

    private static <R extends Record & Row> List<Row> rows(Handle handle, Row like) {
        @SuppressWarnings("unchecked") // every Row is a record
        var type = (Class<R>) like.getClass();
        return List.copyOf(new Select(handle, Path.of("run")).rows(type, "", Map.of()));
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        try (var store = RunStore.open(folder)) {
            assertThatThrownBy(() -> store.write(writer -> {
                        writer.insert(new PromptRow("p1", 1, "one"));
                        throw new IllegalStateException("stopped");
                    }))
                    .hasMessage("stopped");
            assertThatThrownBy(() -> store.write(writer ->
                            writer.insert(new PromptRow("p1", 1, "one"), new PromptRow("p1", 2, "the id again"))))
                    .isInstanceOf(RuntimeException.class);
            assertThat(store.work().prompts(List.of("p1"))).isEmpty();
            store.write(writer -> writer.insert(new PromptRow("p1", 1, "one")));
            assertThat(store.work().prompts(List.of("p1"))).containsExactly(new PromptRow("p1", 1, "one"));
        }
    }

    @Test
    void aScoreAndAReasonForNoneExcludeEachOther() {
        var judgment = SampleRows.judgment("r1.p1.1", 1, Optional.empty(), false);
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(SampleRows.all()));
            assertThatThrownBy(() -> store.write(writer -> writer.insert(new JudgmentRow(
                            "r1.p1.1.j9",
                            1,
                            "p1",
                            "r1.p1.1",
                            9,
                            "M0",
                            "t1",
                            "s1",
                            1,
                            judgment.text(),
                            1,
                            "stop",
                            1,
                            1,
                            Optional.empty(),
                            false,
                            Optional.of(3.0),
                            Optional.of("missing"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()))))
                    .hasMessageContaining("Check constraint");
        }
    }

    @Test
    void aStepReportedAgainIsKeptOnceAndOneThatCameOutOtherwiseIsReplaced() {
        try (var store = RunStore.open(folder)) {
            store.write(writer -> writer.insert(SampleRows.all()));
            store.step(SampleRows.step(2, 0.5, 99));
            assertThat(store.work().steps(1)).containsExactly(SampleRows.step(1, .6931, 2), SampleRows.step(2, .5, 2));
            store.step(SampleRows.step(2, 0.25, 3));
            assertThat(store.work().steps(1)).containsExactly(SampleRows.step(1, .6931, 2), SampleRows.step(2, .25, 3));
        }
    }

    @Test
    void aSecondStoreOnTheSameRunIsRefusedAndTheFirstKeepsItsLock() {
        try (var store = RunStore.open(folder)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> RunStore.open(folder).close())
                        .isInstanceOfSatisfying(
                                UserError.class, e -> assertThat(e.exit()).isEqualTo(Exit.STOPPED))
                        .hasMessageContaining("is being worked on by this process");
            }
            store.write(writer -> writer.insert(new PromptRow("p1", 1, "one")));
        }
        RunStore.open(folder).close();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "in the way");
        assertThatThrownBy(() -> RunStore.open(file.resolve("run")).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot make the run's folder")
                .hasMessageContaining("file");
    }

    @Test
    void aDamagedDatabaseIsNamedAndLeftAlone() throws Exception {
        var file = Files.write(Database.file(folder), new byte[10_000]);
        assertThatThrownBy(() -> RunStore.open(folder).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.toString());
        assertThat(Files.readAllBytes(file)).isEqualTo(new byte[10_000]);
    }
}
