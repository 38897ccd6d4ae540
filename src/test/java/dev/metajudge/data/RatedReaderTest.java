package dev.metajudge.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.UserError;
import dev.metajudge.data.RatedQuery.ScoreSource;
import dev.metajudge.measure.RatingRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatedReaderTest {
    private static final Optional<RatingRange> RANGE = Optional.of(new RatingRange(1, 5));

    @TempDir
    Path temp;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(temp.resolve(name), text);
    }

    private static ScoreSource column(String name) {
        return new ScoreSource(Optional.of(name), Optional.empty(), List.of(name), Optional.empty());
    }

    private static ScoreSource joined(Path file) {
        return new ScoreSource(Optional.empty(), Optional.of(file), List.of("score"), Optional.empty());
    }

    private static RatedItems read(Path ratings, Optional<RatingRange> range, ScoreSource... scorers) {
        return RatedReader.read(
                new RatedQuery(ratings, "human", range, List.of(scorers), Optional.empty(), Optional.empty()));
    }

    @Test
    void invalidScoresAreCountedAndLeftOutForAllScorers() throws IOException {
        var items =
                read(file("a.csv", "human,a,b\n1,2,3\n2,0,3\n3,4,\n,5,5\n5,5,4\n"), RANGE, column("a"), column("b"));
        assertThat(items.human()).containsExactly(1, 5);
        assertThat(items.scores(0)).containsExactly(2, 5);
        assertThat(items.scores(1)).containsExactly(3, 4);
        assertThat(items.notes()).hasSize(4);
        assertThat(items.notes().get(0)).contains("1 of 5 items have no human rating", "a.csv:5");
        assertThat(items.notes().get(1)).contains("a: 1 of 4 scores are outside 1-5", "a.csv:3");
        assertThat(items.notes().get(2)).contains("b: 1 of 4 items have no score", "a.csv:4");
        assertThat(items.notes().get(3)).contains("compared on the 2 items");
    }

    @Test
    void withoutARangeTheOneSeenIsSaid() throws IOException {
        var items = read(file("a.csv", "human,a\n2.4,1\n4.5,5.004\n"), Optional.empty(), column("a"));
        assertThat(items.range()).isEqualTo(new RatingRange(1, 5));
        assertThat(items.scores(0)).containsExactly(1, 5.004);
        assertThat(items.notes()).singleElement().asString().contains("taken to be 1-5");
    }

    @Test
    void listsInCellsAreItems() throws IOException {
        var items =
                read(file("a.csv", "human,a\n\"[1.5, 2, 3]\",\"[1, 0, 3]\"\n\"[4]\",\"[4]\"\n"), RANGE, column("a"));
        assertThat(items.human()).containsExactly(1.5, 3, 4);
        assertThat(items.notes().getFirst()).contains("a.csv:2, item 2");
        var uneven = file("b.csv", "human,a\n\"[1, 2]\",\"[1]\"\n");
        assertThatThrownBy(() -> read(uneven, RANGE, column("a")))
                .hasMessageContaining("b.csv:2: \"a\" has 1 value, but \"human\" has 2");
        var broken = file("c.csv", "human,a\n\"[1, nan]\",\"[1, 2]\"\n");
        assertThatThrownBy(() -> read(broken, RANGE, column("a")))
                .hasMessageContaining("c.csv:2: \"human\" begins as a list");
    }

    @Test
    void scoreLinesAreJoinedByIdWithTheirDistributionsAndLayers() throws IOException {
        var ratings = file("h.csv", "id,human\nx,1\ny,5\nz,3\n");
        var scores = file("s.jsonl", """
                {"id":"y","score":4,"scorer":"lager","distribution":{"1":0,"2":0,"3":0,"4":1,"5":0},"layers":[[0,0,0,1,0]]}
                {"id":"x","score":2,"scorer":"lager","distribution":{"1":0.5,"2":0.2,"3":0.2,"4":0.1,"5":0.0},"layers":[[1,0,0,0,0]]}
                """);
        var items = read(ratings, RANGE, joined(scores));
        var scorer = items.scorers().getFirst();
        assertThat(scorer.name()).isEqualTo("lager");
        assertThat(scorer.said()).hasValue("lager");
        assertThat(items.human()).containsExactly(1, 5);
        assertThat(scorer.predictions().distributions().orElseThrow()[0][0]).isCloseTo(0.5, within(1e-12));
        assertThat(scorer.layers().orElseThrow()[1][0]).containsExactly(0, 0, 0, 1, 0);
        assertThat(items.notes().getFirst()).contains("1 of 3 rated items have no line", "h.csv:4");
        assertThat(items.digest()).hasSize(64);
    }

    @Test
    void aScorerOfAnotherRangeIsPutAtTheSamePlaces() throws IOException {
        var ratings = file("h.csv", "id,human\nx,1\ny,5\n");
        var scores = file("s.jsonl", "{\"id\":\"x\",\"score\":0}\n{\"id\":\"y\",\"score\":9}\n");
        var items = read(
                ratings,
                RANGE,
                new ScoreSource(
                        Optional.of("wide"),
                        Optional.of(scores),
                        List.of("score"),
                        Optional.of(new RatingRange(0, 9))));
        assertThat(items.scores(0)).containsExactly(1, 5);
        assertThat(items.notes().getFirst()).contains("scores of 0-9 are put at the same places of 1-5");
    }

    /** 2 and 3.5: halves of 2, and of 3.5 a half each to 3 and 4: (0, .5, .25, .25, 0), whose mean is 2.75. */
    @Test
    void samplesBecomeADistributionOfTheSameMean() throws IOException {
        var items = read(
                file("a.csv", "human,a,b,c\n3,2,3.5,-1\n1,5,5,5\n"),
                RANGE,
                new ScoreSource(Optional.of("judge"), Optional.empty(), List.of("a", "b", "c"), Optional.empty()));
        double[][] rows =
                items.scorers().getFirst().predictions().distributions().orElseThrow();
        assertThat(rows[0]).usingComparatorWithPrecision(1e-12).containsExactly(0, 0.5, 0.25, 0.25, 0);
        assertThat(rows[1]).usingComparatorWithPrecision(1e-12).containsExactly(0, 0, 0, 0, 1);
        assertThat(items.scores(0)[0]).isCloseTo(2.75, within(1e-12));
        assertThat(items.notes()).singleElement().asString().contains("1 of 6 scores are outside");
    }

    @Test
    void lengthsAreNumbersOrTexts() throws IOException {
        var path = file("a.csv", "human,text,n\n1,hello,3\n2,\"a\né\",4\n");
        var query = new RatedQuery(path, "human", RANGE, List.of(), Optional.empty(), Optional.of("text"));
        assertThat(RatedReader.read(query).lengths().orElseThrow()).containsExactly(5, 3);
        var counted = new RatedQuery(path, "human", RANGE, List.of(), Optional.empty(), Optional.of("n"));
        assertThat(RatedReader.read(counted).lengths().orElseThrow()).containsExactly(3, 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~id,human,a\n1,3,3\n1,2,3\n~ | a.csv:3: the id \"1\" was there before, at",
                "~human,a\n3,3\n6,3\n~ | a.csv:3: the human rating is 6.0, outside 1-5",
                "~human,a\n3,NaN\n~ | a.csv:2: \"a\" holds \"NaN\", not a finite number",
                "~human,a\nInfinity,3\n~ | a.csv:2: \"human\" holds \"Infinity\"",
                "~humans,a\n3,3\n~ | a.csv:2: no column \"human\", did you mean 'humans'?",
                "~human,a\n3,\n4,9\n~ | no item has both a human rating and valid scores",
            })
    void badRatingsAreNamedWithTheirLine(String text, String said) throws IOException {
        var path = file("a.csv", text);
        assertThatThrownBy(() -> read(path, RANGE, column("a")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~{\"id\":\"q\",\"score\":1}~ | no \"id\" of",
                "~{\"score\":1}~ | s.jsonl:1: no column \"id\"",
                "~{\"id\":\"x\",\"score\":1}\n{\"id\":\"x\",\"score\":2}~ | s.jsonl:2: the id \"x\" was there before, at",
                "~{\"id\":\"x\",\"score\":1,\"scorer\":\"a\"}\n{\"id\":\"y\",\"score\":1,\"scorer\":\"b\"}~ | s.jsonl:2: the scorer is \"b\"",
                "~{\"id\":\"x\",\"score\":1,\"distribution\":{\"1\":0.5,\"2\":0.4}}~ | s.jsonl:1: the probabilities of \"distribution\" sum to 0.9000",
                "~{\"id\":\"x\",\"score\":1,\"distribution\":{\"1\":1.5}}~ | gives 1 the probability 1.5",
                "~{\"id\":\"x\",\"score\":1,\"distribution\":{\"one\":1}}~ | not a whole score and its probability",
                "~{\"id\":\"x\",\"score\":1,\"layers\":[[1,2],[3]]}~ | as many in each",
                "~{\"id\":\"x\",\"score\":1,\"layers\":[[1,2,3]]}~ | \"layers\" has 3 logits a layer, but 1-5 has 5 scores",
            })
    void badScoreLinesAreNamedWithTheirLine(String text, String said) throws IOException {
        var ratings = file("h.csv", "id,human\nx,1\ny,5\n");
        var scores = file("s.jsonl", text);
        assertThatThrownBy(() -> read(ratings, RANGE, joined(scores)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(said);
    }

    @Test
    void choicesAreReadByItemOrByPlace() throws IOException {
        var path = file("p.jsonl", "{\"h\":1,\"j\":\"A\",\"s\":\"b\"}\n{\"h\":\"second\",\"j\":\"tie\",\"s\":null}\n");
        var pairs = ChoiceReader.read(new ChoiceReader.ChoiceQuery(path, "h", List.of("j"), List.of("s"), true))
                .getFirst();
        assertThat(pairs.human()).containsExactly(1, -1);
        assertThat(pairs.choices()).containsExactly(1, 0);
        assertThat(pairs.swapped().orElseThrow()).containsExactly(1, 0);
        assertThatThrownBy(() -> ChoiceReader.read(new ChoiceReader.ChoiceQuery(
                        file("q.jsonl", "{\"h\":3}"), "h", List.of("h"), List.of(), false)))
                .hasMessageContaining("q.jsonl:1: \"h\" holds 3, which is none of 1, a, first");
    }
}
