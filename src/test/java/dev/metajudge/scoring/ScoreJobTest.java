package dev.metajudge.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer.Distribution;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.LayerLogits;
import dev.metajudge.backend.Reading;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.ScoreRequest;
import dev.metajudge.backend.Scored;
import dev.metajudge.backend.Scorer;
import dev.metajudge.measure.LayerWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines, resuming and settings of a job, with a scorer that is a few lines of arithmetic. */
class ScoreJobTest {
    private static final ScoreRange RANGE = new ScoreRange(1, 3);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** Gives the last layer ln 1, ln 2, ln 5 (1/8, 2/8, 5/8) and the first the reverse; a text of "long" is too long. */
    private static class Arithmetic implements Scorer {
        private final List<Integer> batches = new ArrayList<>();

        @Override
        public List<Scored> score(List<ScoreRequest> batch) {
            batches.add(batch.size());
            return batch.stream().map(Arithmetic::score).toList();
        }

        private static Scored score(ScoreRequest request) {
            if (request.prompt().equals(new Input.Text("long"))) {
                return new Scored.TooLong(9000, 8192);
            }
            double[][] rows = {{Math.log(5), Math.log(2), 0}, {0, Math.log(2), Math.log(5)}};
            return new Scored.Read(
                    new Distribution(
                            List.of(0.125, 0.25, 0.625),
                            0.5,
                            request.reading().map(reading -> LayerLogits.of(reading, rows))),
                    10);
        }

        @Override
        public Optional<Scored.TooLong> tooLong(Input prompt, int more) {
            return Optional.empty();
        }
    }

    @Test
    void everyScorersLine() throws IOException {
        JsonNode v = one(ScorerKind.V_SCORE, Optional.empty(), false);
        assertThat(v.get("score").isIntegralNumber()).isTrue();
        assertThat(v.get("score").intValue()).isEqualTo(3);
        assertThat(v.get("scorer").textValue()).isEqualTo("v-score");

        // 1/8 + 2 * 2/8 + 3 * 5/8 = 20/8
        JsonNode e = one(ScorerKind.E_SCORE, Optional.empty(), false);
        assertThat(e.get("score").doubleValue()).isCloseTo(2.5, within(1e-12));
        assertThat(e.get("distribution").toString()).isEqualTo("{\"1\":0.125,\"2\":0.25,\"3\":0.625}");
        assertThat(e.get("mass").doubleValue()).isEqualTo(0.5);
        assertThat(e.has("layers")).isFalse();

        // Half of each layer: ln sqrt 5, ln 2, ln sqrt 5, symmetric.
        JsonNode uniform = one(ScorerKind.LAGER, Optional.empty(), true);
        assertThat(uniform.get("score").doubleValue()).isCloseTo(2, within(1e-12));
        assertThat(uniform.get("layers")).hasSize(2);
        assertThat(uniform.get("layers").get(1)).hasSize(3);

        JsonNode first = one(ScorerKind.LAGER, Optional.of(new LayerWeights(List.of(1.0, 0.0))), false);
        assertThat(first.get("score").doubleValue()).isCloseTo(1.5, within(1e-12));
    }

    private JsonNode one(ScorerKind kind, Optional<LayerWeights> weights, boolean layers) throws IOException {
        Path out = folder.resolve(kind.label());
        new ScoreJob(
                        ScoreQuestion.ofTexts(Optional.of(RANGE)),
                        new ScoreLine(kind, RANGE, weights, layers),
                        Optional.of(Reading.NORMED),
                        new ScoreModel(new Arithmetic(), Optional.empty()))
                .run(items(1), settings("a"), out, new Quiet());
        return JSON.readTree(Files.readString(out));
    }

    @Test
    void aTooLongPromptIsALineWithAReasonAndCounted() throws IOException {
        List<ScoreItem> items = List.of(item(0, "short"), item(1, "long"), item(2, "other"));
        ScoreJob.Outcome outcome = job(new Arithmetic()).run(items, settings("a"), out(), new Quiet());
        assertThat(outcome.scored()).isEqualTo(2);
        assertThat(outcome.reasons()).isEqualTo(Map.of("too long", 1));
        assertThat(outcome.meanMass()).isEqualTo(0.5);
        assertThat(Files.readAllLines(out()).get(1))
                .isEqualTo("{\"id\":\"i1\",\"score\":null,\"scorer\":\"e-score\","
                        + "\"reason\":\"too long: 9000 tokens, and the model reads 8192 at most\"}");
    }

    @Test
    void aKilledJobGoesOnAndEndsWithTheSameFile() throws IOException {
        List<ScoreItem> items = items(150);
        job(new Arithmetic()).run(items, settings("a"), out(), new Quiet());
        String whole = Files.readString(out());
        assertThat(whole.lines()).hasSize(150).first().asString().contains("\"i0\"");
        Files.delete(out());

        var dies = new Arithmetic() {
            @Override
            public List<Scored> score(List<ScoreRequest> batch) {
                if (batch.size() < 64) {
                    throw new IllegalStateException("killed");
                }
                return super.score(batch);
            }
        };
        assertThatThrownBy(() -> job(dies).run(items, settings("a"), out(), new Quiet()))
                .hasMessage("killed");
        assertThat(out()).doesNotExist();
        Path partial = ScoreJournal.beside(out());
        Files.writeString(partial, "{\"id\":\"i9\",\"sco", StandardOpenOption.APPEND);

        var again = new Arithmetic();
        var watcher = new Quiet();
        job(again).run(items, settings("a"), out(), watcher);
        assertThat(again.batches).containsExactly(22);
        assertThat(watcher.began).isEqualTo("128/150");
        assertThat(out()).hasContent(whole);
        assertThat(partial).doesNotExist();
    }

    @Test
    void unfinishedLinesOfOtherSettingsAreNotGoneOnWith() throws IOException {
        Path partial = ScoreJournal.beside(out());
        Files.writeString(partial, settings("a").json() + "\n{\"id\":\"i0\"}\n");
        assertThatThrownBy(() -> job(new Arithmetic()).run(items(2), settings("b"), out(), new Quiet()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model: a, now b");
        assertThat(partial).exists();
        Files.writeString(partial, "nonsense\n");
        assertThatThrownBy(() -> job(new Arithmetic()).run(items(2), settings("b"), out(), new Quiet()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("changed by hand");
    }

    @Test
    void layersAreHandedOutByIdWithoutThoseThatHaveNone() {
        var job = new ScoreJob(
                ScoreQuestion.ofTexts(Optional.of(RANGE)),
                new ScoreLine(ScorerKind.LAGER, RANGE, Optional.empty(), true),
                Optional.of(Reading.RAW),
                new ScoreModel(new Arithmetic(), Optional.empty()));
        var items = List.of(item(0, "a"), item(1, "long"));
        assertThatThrownBy(() -> job.layers(items, settings("a"), out(), new Quiet(), layers -> {
                    throw new IllegalStateException("no weights");
                }))
                .hasMessage("no weights");
        assertThat(ScoreJournal.beside(out()))
                .as("scored once, kept until it was of use")
                .exists();
        var again = new Quiet();
        Map<String, double[][]> layers = job.layers(items, settings("a"), out(), again, made -> made);
        assertThat(again.began).isEqualTo("2/2");
        assertThat(layers).containsOnlyKeys("i0");
        assertThat(layers.values().iterator().next()[1][2]).isEqualTo(Math.log(5));
        assertThat(ScoreJournal.beside(out())).doesNotExist();
        assertThat(out()).doesNotExist();
    }

    /** Writes by item: "a" 2, 3, 3 and something unreadable; "b" nothing that counts; keeps the requests' seeds. */
    private static final class Writer implements Sampler {
        private final List<Long> seeds = new ArrayList<>();

        @Override
        public List<List<Completion>> sample(List<Request> batch, LongConsumer tokens) {
            return batch.stream().map(this::write).toList();
        }

        private List<Completion> write(Request request) {
            assertThat(request.ending()).as("nothing is read beside the text").isEmpty();
            assertThat(request.samples()).isEqualTo(4);
            seeds.add(request.seed());
            List<String> texts = request.prompt().equals(new Input.Text("a"))
                    ? List.of("2", "3", "good", "3/3")
                    : List.of("7", "", "4", "none");
            return texts.stream()
                    .map(text -> new Completion(
                            text, List.of(1, 2), Completion.Finish.STOP, -1, false, Optional.empty(), 10))
                    .toList();
        }

        @Override
        public void close() {}
    }

    @Test
    void theMeanOfSamplesWithSharesAndWhatIsNotRead() throws IOException {
        var writer = new Writer();
        ScoreJob.Outcome outcome = samples(writer).run(ab(), settings("s"), out(), new Quiet());
        // (2 + 3 + 3) / 3
        List<String> lines = Files.readAllLines(out());
        JsonNode a = JSON.readTree(lines.get(0));
        assertThat(a.get("score").doubleValue()).isCloseTo(8.0 / 3, within(1e-12));
        assertThat(a.get("distribution").get("1").doubleValue()).isZero();
        assertThat(a.get("distribution").get("3").doubleValue()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(a.get("samples").intValue()).isEqualTo(4);
        assertThat(a.get("unreadable").intValue()).isEqualTo(1);
        assertThat(a.has("mass")).isFalse();
        assertThat(lines.get(1))
                .isEqualTo("{\"id\":\"i1\",\"score\":null,\"scorer\":\"samples\",\"reason\":\"no readable sample: "
                        + "1 no value, 1 not a value, 2 out of range\",\"samples\":4,\"unreadable\":4,"
                        + "\"judgments\":[\"7\",\"\",\"4\",\"none\"]}");
        assertThat(outcome.scored()).isEqualTo(1);
        assertThat(outcome.reasons()).isEqualTo(Map.of("no readable sample", 1));
        assertThat(outcome.samples()).isEqualTo(8);
        assertThat(outcome.unreadable()).isEqualTo(5);
        assertThat(writer.seeds).as("by the item's id").containsExactly(2L, 3L);
    }

    @Test
    void sampledLinesThatAreThereAreNotMadeAgain() throws IOException {
        Path partial = ScoreJournal.beside(out());
        String done = "{\"id\":\"i%d\",\"score\":1,\"scorer\":\"samples\",\"samples\":4,\"unreadable\":0}\n";
        Files.writeString(partial, settings("s").json() + "\n" + done.formatted(0) + done.formatted(1));
        var writer = new Writer();
        assertThat(samples(writer).run(ab(), settings("s"), out(), new Quiet()).samples())
                .isEqualTo(8);
        assertThat(writer.seeds).isEmpty();
    }

    private static ScoreJob samples(Sampler sampler) {
        return new ScoreJob(
                ScoreQuestion.ofTexts(Optional.of(RANGE)),
                new ScoreLine(ScorerKind.SAMPLES, RANGE, Optional.empty(), false),
                Optional.empty(),
                new ScoreModel(
                        new Arithmetic(),
                        Optional.of(new ScoreModel.Judgments(
                                sampler, new Sampling(1, 1, 0, 0, 8, List.of()), id -> id.equals("i0") ? 2 : 3, 4))));
    }

    private static List<ScoreItem> ab() {
        return List.of(item(0, "a"), item(1, "b"));
    }

    private static final class Quiet implements ScoreWatcher {
        private String began = "";

        @Override
        public void began(long done, long total) {
            began = done + "/" + total;
        }

        @Override
        public void advanced(long items, long tokens) {}

        @Override
        public void ended() {}
    }

    private ScoreJob job(Scorer scorer) {
        return new ScoreJob(
                ScoreQuestion.ofTexts(Optional.of(RANGE)),
                new ScoreLine(ScorerKind.E_SCORE, RANGE, Optional.empty(), false),
                Optional.empty(),
                new ScoreModel(scorer, Optional.empty()));
    }

    private Path out() {
        return folder.resolve("scores.jsonl");
    }

    private static List<ScoreItem> items(int count) {
        return IntStream.range(0, count).mapToObj(i -> item(i, "text " + i)).toList();
    }

    private static ScoreItem item(int i, String text) {
        return new ScoreItem("i" + i, i + 1, Map.of("text", text), OptionalDouble.empty());
    }

    private static ScoreSettings settings(String model) {
        return new ScoreSettings(Map.of("model", model));
    }
}
