package dev.metajudge.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFileTest {
    @TempDir
    Path temp;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(temp.resolve(name), text);
    }

    private static List<Row> rows(Path file) {
        var rows = new ArrayList<Row>();
        RowFile.read(file, rows::add);
        return rows;
    }

    @Test
    void csvKeepsQuotedCommasQuotesAndLineEnds() throws IOException {
        var rows = rows(
                file("a.csv", "\uFEFFid,text,score\r\nx,\"one, \"\"two\"\"\r\nthree\",4.5\r\n\r\n y ,, -3e-1 \r\n"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).line()).isEqualTo(2);
        assertThat(rows.get(0).text("text")).isEqualTo("one, \"two\"\r\nthree");
        assertThat(rows.get(0).number("score")).hasValue(4.5);
        assertThat(rows.get(1).line()).isEqualTo(5);
        assertThat(rows.get(1).text("id")).isEqualTo(" y ");
        assertThat(rows.get(1).number("text")).isEmpty();
        assertThat(rows.get(1).number("score")).hasValue(-0.3);
    }

    @Test
    void quotesMeanNothingBetweenTabs() throws IOException {
        var rows = rows(file("a.tsv", "index\toriginal\tmean\n0\tHe said \"no\", then \"\t1.5\n1\t\"open\t2\n"));
        assertThat(rows.get(0).text("original")).isEqualTo("He said \"no\", then \"");
        assertThat(rows.get(1).text("original")).isEqualTo("\"open");
        assertThat(rows.get(1).line()).isEqualTo(3);
    }

    @Test
    void jsonIsReadByLinesOrAsOneListAndKnowsItsLines() throws IOException {
        var lines = rows(file("a.jsonl", "{\"id\":1,\"s\":{\"a.b\":{\"c\":2}}}\n\n{\"id\":\"two\",\"s\":[5,6]}\n"));
        assertThat(lines).extracting(Row::line).containsExactly(1, 3);
        assertThat(lines.get(0).number("s.a.b.c")).hasValue(2);
        assertThat(lines.get(0).text("id")).isEqualTo("1");
        assertThat(lines.get(1).number("s.1")).hasValue(6);
        var list = rows(file("a.json", "[\n {\"x\": null},\n {\"x\": \"\",\n  \"y\": 1e3}\n]\n"));
        assertThat(list).extracting(Row::line).containsExactly(2, 3);
        assertThat(list.get(0).number("x")).isEmpty();
        assertThat(list.get(1).number("y")).hasValue(1000);
    }

    @Test
    void aFieldWithTheWholeNameComesBeforeAPath() throws IOException {
        var row = rows(file("a.jsonl", "{\"a\":{\"b\":1},\"a.b\":2}")).getFirst();
        assertThat(row.number("a.b")).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a.csv | ~id,s\n1,2\n3\n~ | a.csv:3: 1 fields, but the first line names 2 columns",
                "a.csv | ~id,s\n1,2,3\n~ | a.csv:2: 3 fields, but the first line names 2 columns",
                "a.csv | ~id,id\n1,2\n~ | a.csv:1: two columns are called \"id\"",
                "a.csv | ~id,s\n1,\"2\n3,4\n~ | a.csv:",
                "a.csv | ~id,s\n1,\"2\"x\n~ | a.csv:2: cannot be read",
                "a.csv | ~id,s\n~ | a.csv has no rows",
                "a.csv | ~~ | a.csv has no rows",
                "a.jsonl | ~~ | a.jsonl has no rows",
                "a.json | ~[]~ | a.json has no rows",
                "a.json | ~[{\"a\":1}] {}~ | a.json:1: something follows the list of rows",
                "a.jsonl | ~{\"a\":1}\n{\"a\":NaN}\n~ | a.jsonl:2: cannot be read: Non-standard token 'NaN'",
                "a.jsonl | ~{\"a\":1}\n{\"a\":1,\"a\":2}\n~ | a.jsonl:2: cannot be read: Duplicate field 'a'",
                "a.jsonl | ~{\"a\":1}\n{\"a\":\n~ | a.jsonl:",
                "a.jsonl | ~{\"a\":1}\n3\n~ | a.jsonl:2: a row must be a JSON object",
            })
    void whatIsBrokenIsNamedWithItsLine(String name, String text, String said) throws IOException {
        var broken = file(name, text == null ? "" : text);
        assertThatThrownBy(() -> rows(broken)).isInstanceOf(UserError.class).hasMessageContaining(said);
    }

    @Test
    void aLineThatIsNotUtf8IsNamed() throws IOException {
        var path = temp.resolve("latin.csv");
        Files.write(path, "id,s\n1,2\nM\u00fcller,3\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> rows(path)).hasMessageContaining("latin.csv:3: not UTF-8");
        assertThatThrownBy(() -> rows(temp.resolve("none.csv"))).hasMessageContaining("there is no file");
    }

    @Test
    void aHugeFieldIsRefused() throws IOException {
        var huge = "x".repeat(RowFile.LONGEST_FIELD + 1);
        assertThatThrownBy(() -> rows(file("a.csv", "id,s\n1,\"" + huge + "\"\n")))
                .hasMessageContaining("after line 1 a field is longer than");
        assertThatThrownBy(() -> rows(file("a.jsonl", "{\"a\":\"" + huge + "\"}\n")))
                .hasMessageContaining("after line 1 a field is longer than");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-inf", "1e999", "0x1p3", "12d", "five", "'1,5'", "[1]", "true"})
    void whatIsNoNumberIsNamed(String text) throws IOException {
        var row = rows(file("a.csv", "id,score\n1,\"" + text + "\"\n")).getFirst();
        assertThatThrownBy(() -> row.number("score"))
                .hasMessageContaining("a.csv:2: \"score\" holds \"" + text + "\", not a finite number");
    }

    @Test
    void aMissingColumnBringsTheNearestOne() throws IOException {
        var row = rows(file("a.jsonl", "{\"scores\":{\"overall\":3},\"human\":1}"))
                .getFirst();
        assertThatThrownBy(() -> row.number("scores.overal"))
                .hasMessageContaining("a.jsonl:1: no column \"scores.overal\", did you mean 'scores.overall'?");
        assertThatThrownBy(() -> row.text("scores")).hasMessageContaining("not a text");
    }
}
