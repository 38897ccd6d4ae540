package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines told again after a process was stopped. */
class ToldLinesTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = folder.resolve("steps.jsonl");
    }

    private void tell(String... lines) {
        try (var told = new ToldLines(file)) {
            for (String line : lines) {
                told.line(line);
            }
        }
    }

    @Test
    void aLineIsThereAtOnce() throws IOException {
        try (var told = new ToldLines(file)) {
            assertThat(file).doesNotExist();
            told.line("one");
            assertThat(Files.readString(file)).isEqualTo("one\n");
            told.line("zwei: \u00e4");
            assertThat(Files.readString(file)).isEqualTo("one\nzwei: \u00e4\n");
        }
    }

    @Test
    void linesToldAgainStandOnce() throws IOException {
        tell("one", "two", "three");
        tell("one", "two");
        assertThat(Files.readAllLines(file)).containsExactly("one", "two", "three");
        tell("one", "two", "another three", "four");
        assertThat(Files.readAllLines(file)).containsExactly("one", "two", "another three", "four");
    }

    @Test
    void ofAnotherTrainingNothingIsLeft() throws IOException {
        tell("one", "two", "three");
        tell("uno");
        assertThat(Files.readAllLines(file)).containsExactly("uno");
    }

    @Test
    void aLineCutOffIsWrittenWhole() throws IOException {
        Files.writeString(file, "one\ntw");
        tell("one", "two");
        assertThat(Files.readAllLines(file)).containsExactly("one", "two");
        Files.writeString(file, "one\ntwo");
        tell("one", "two");
        assertThat(Files.readString(file)).isEqualTo("one\ntwo\n");
    }
}
