package dev.metajudge.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemReaderTest {
    private static final Set<String> FIELDS = Set.of("instruction", "response");

    @TempDir
    private Path folder;

    @Test
    void fieldsIdsAndRatings() throws IOException {
        List<ScoreItem> items = read(true, """
                {"id": "a", "instruction": "Add.", "response": 4, "rating": 2.5, "more": [1]}

                {"id": 7, "instruction": "", "response": "x", "rating": 5}
                """);
        assertThat(items)
                .containsExactly(
                        new ScoreItem("a", 1, Map.of("instruction", "Add.", "response", "4"), OptionalDouble.of(2.5)),
                        new ScoreItem("7", 3, Map.of("instruction", "", "response", "x"), OptionalDouble.of(5)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"id":"b","instruction":"x"                               | :2: not JSON
                    ["b"]                                                     | :2: not an object
                    {"instruction":"x","response":"y","rating":1}             | :2: needs an 'id'
                    {"id":1.5,"instruction":"x","response":"y","rating":1}    | :2: needs an 'id'
                    {"id":"a","instruction":"x","response":"y","rating":1}    | :2: the id 'a' is already that of line 1
                    {"id":"b","instruction":"x","respnse":"y","rating":1}     | :2: has no field 'response', did you mean 'respnse'?
                    {"id":"b","instruction":"x","response":null,"rating":1}   | :2: its 'response' must be a text or a number
                    {"id":"b","instruction":"x","response":"y"}               | :2: has no field 'rating'
                    {"id":"b","instruction":"x","response":"y","rating":6}    | :2: its 'rating' must be a number from 1 to 5, not 6
                    {"id":"b","instruction":"x","response":"y","rating":"3"}  | :2: its 'rating' must be a number from 1 to 5, not 3
                    {"id":"b","id":"c","instruction":"x","response":"y"}      | :2: not JSON
                    """)
    void aBadLineIsNamed(String line, String message) {
        String good = "{\"id\":\"a\",\"instruction\":\"x\",\"response\":\"y\",\"rating\":1}\n";
        assertThatThrownBy(() -> read(true, good + line + "\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("items.jsonl" + message);
    }

    @Test
    void anEmptyFileShowsWhatALineLooksLike() {
        assertThatThrownBy(() -> read(true, "\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds no item")
                .hasMessageContaining(
                        "{\"id\": \"a1\", \"instruction\": \"...\", \"response\": \"...\", \"rating\": 5}");
    }

    private List<ScoreItem> read(boolean rated, String text) throws IOException {
        Path file = folder.resolve("items.jsonl");
        Files.writeString(file, text);
        Optional<ItemReader.Rated> rating =
                rated ? Optional.of(new ItemReader.Rated("rating", new ScoreRange(1, 5))) : Optional.empty();
        return new ItemReader(file, FIELDS, rating).read();
    }
}
