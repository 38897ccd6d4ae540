package dev.metajudge.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDataTest {
    private static final Path SHARED = Path.of("../shared/data");

    @TempDir
    Path folder;

    private static HumanData.RatedFields fields(String prompt, String response, String score) {
        return new HumanData.RatedFields(
                new FieldPath("id"), new FieldPath(prompt), new FieldPath(response), new FieldPath(score));
    }

    private static HumanData.ChoiceFields choiceFields() {
        return new HumanData.ChoiceFields(
                new FieldPath("id"),
                new FieldPath("instruction+input|input|prompt"),
                new FieldPath("output_1"),
                new FieldPath("output_2"),
                new FieldPath("label"));
    }

    private List<RatedResponse> rated(String text) throws IOException {
        var file = Files.writeString(folder.resolve("r.jsonl"), text);
        return HumanData.rated(file, fields("prompt|instruction+input", "response", "score"));
    }

    @Test
    void linesAndListsAreRead() throws IOException {
        assertThat(rated("""
                {"id": 7, "prompt": "Why?", "response": " So. ", "score": 2.5}

                {"instruction": "Add", "input": "1 2", "response": "3", "score": 5}
                {"instruction": "Add", "input": " ", "response": "", "score": -1}
                """))
                .containsExactly(
                        new RatedResponse("7", "Why?", "So.", 2.5),
                        new RatedResponse("line-3", "Add\n\n1 2", "3", 5),
                        new RatedResponse("line-4", "Add", "", -1));
        assertThat(rated(" [\n{\"prompt\": \"a\", \"response\": \"b\", \"score\": 1}]"))
                .containsExactly(new RatedResponse("row-1", "a", "b", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"prompt\": \"a\", \"response\": \"b\"}; 'score' must hold a number; the row has [prompt, response]",
                "{\"prompt\": \"a\", \"response\": \"b\", \"score\": \"4\"}; 'score' must hold a number, not \"4\"",
                "{\"prompt\": \"a\", \"response\": \"b\", \"score\": 1e300}; 'score' is too large",
                "{\"prompt\": \" \", \"response\": \"b\", \"score\": 1}; 'prompt|instruction+input' is blank",
                "{\"prompt\": \"a\", \"response\": 5, \"score\": 1}; 'response' must hold a text, not 5",
                "{\"prompt\": \"a\", \"response\": \"\\u0000\", \"score\": 1}; NUL",
                "{\"id\": \"x\", \"prompt\": \"a\", \"response\": \"b\", \"score\": 1}; the id 'x' is already",
                "{\"id\": [1], \"prompt\": \"a\", \"response\": \"b\", \"score\": 1}; the id in 'id' must be",
                "[1]; not an object",
                "{\"prompt\": ; not JSON",
                "{\"score\": 1, \"score\": 2}; Duplicate",
            })
    void badRowsAreNamed(String row, String problem) {
        assertThatThrownBy(() -> rated("{\"id\": \"x\", \"prompt\": \"a\", \"response\": \"b\", \"score\": 1}\n" + row))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("r.jsonl:2: ")
                .hasMessageContaining(problem);
    }

    @Test
    void everyBadRowIsToldAtOnceUpToTen() {
        assertThatThrownBy(() -> rated("{}\n".repeat(3)))
                .hasMessageContaining("r.jsonl:1: ")
                .hasMessageContaining("r.jsonl:3: ");
        assertThatThrownBy(() -> rated("{}\n".repeat(300)))
                .hasMessageContaining("r.jsonl:10: ")
                .hasMessageContaining("perhaps more")
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(11));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "` `; holds no row",
                "[]; holds no row",
                "[{\"prompt\": \"a\"; r.jsonl:1: not JSON",
                "[{}, ; r.jsonl:1: ",
                "[] x; r.jsonl:1: not JSON",
                "[] {}; text after the list's end",
            })
    void badFilesAreRefused(String text, String problem) {
        assertThatThrownBy(() -> rated(text)).isInstanceOf(UserError.class).hasMessageContaining(problem);
    }

    @Test
    void aListsBadElementIsNamedByItsLine() {
        assertThatThrownBy(() -> rated("[{\"prompt\": \"a\", \"response\": \"b\", \"score\": 1},\n\n 5]"))
                .hasMessageContaining("r.jsonl:3: not an object");
    }

    @Test
    void aLongTextOrNoTextFileIsRefused() throws IOException {
        assertThatThrownBy(() -> rated("[{\"prompt\": \"" + "a".repeat(1 << 21) + "\"}]"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("r.jsonl:1: ");
        var file = folder.resolve("b.jsonl");
        Files.write(file, new byte[] {'{', (byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> HumanData.rated(file, fields("a", "b", "c")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> HumanData.rated(folder.resolve("none"), fields("a", "b", "c")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no file");
    }

    @Test
    void labelsSayWhomThePersonPreferred() throws IOException {
        var file = Files.writeString(folder.resolve("p.jsonl"), """
                {"instruction": "i", "output_1": "a", "output_2": "b", "label": 1}
                {"input": "i", "output_1": "a", "output_2": "b", "label": "2"}
                {"prompt": "i", "output_1": "a", "output_2": "b", "label": 0}
                """);
        assertThat(HumanData.choices(file, choiceFields()))
                .extracting(HumanChoice::preferred)
                .containsExactly(1, -1, 0);
        var bad = Files.writeString(
                folder.resolve("bad.jsonl"),
                "{\"input\": \"i\", \"output_1\": \"a\", \"output_2\": \"b\", \"label\": 3}");
        assertThatThrownBy(() -> HumanData.choices(bad, choiceFields()))
                .hasMessageContaining(
                        "'label' must hold 1 (the first is better), 2 (the second) or 0 (neither), not 3");
    }

    @Test
    void fieldsCanBeNestedAndPutTogether() throws IOException {
        var file = Files.writeString(folder.resolve("n.json"), """
                [{"source": "One.", "context": "Two.", "scores": {"overall": 4}, "a.b": "whole"}]
                """);
        assertThat(HumanData.rated(file, fields("source+context", "a.b", "scores.overall")))
                .containsExactly(new RatedResponse("row-1", "One.\n\nTwo.", "whole", 4));
        assertThat(FieldPath.isOne("a|")).isFalse();
    }

    @Test
    void publishedFilesAreRead() {
        assumeTrue(Files.isDirectory(SHARED), "no published data at " + SHARED);
        var choices = HumanData.choices(SHARED.resolve("pairwise/llmbar-natural.json"), choiceFields());
        assertThat(choices).hasSize(100);
        assertThat(choices.stream().limit(5).map(HumanChoice::preferred)).containsExactly(1, 1, 1, 1, -1);
        assertThat(HumanData.rated(
                        SHARED.resolve("human-ratings/topical-chat.json"),
                        fields("source", "system_output", "scores.overall")))
                .hasSize(360);
    }
}
