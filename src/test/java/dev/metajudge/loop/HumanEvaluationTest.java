package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.UserError;
import dev.metajudge.backend.Request;
import dev.metajudge.config.Evaluate.Evaluator;
import dev.metajudge.config.HeldOutPrompts;
import dev.metajudge.config.Recipe;
import dev.metajudge.measure.Bootstrap;
import dev.metajudge.prompt.HumanChoice;
import dev.metajudge.prompt.HumanData;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.PromptPool;
import dev.metajudge.prompt.RatedResponse;
import dev.metajudge.store.FigureRow;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HumanEvaluationTest {
    /** M0's scores of the rated responses 1 to 6, which people gave 10, 20, ... 60; M1's. */
    private static final List<Integer> FIRST = List.of(3, 1, 2, 3, 5, 4);

    private static final List<Integer> SECOND = List.of(1, 2, 3, 4, 5, 5);

    /** M0's scores of both responses of the pairs 1 to 6; the person preferred 1, 1, 2, 2, 1 and neither. */
    private static final List<String> FIRST_PAIRS = List.of("33", "42", "42", "23", "15", "15");

    private static final List<Integer> PREFERRED = List.of(1, 1, -1, -1, 1, 0);
    private static final List<String> SECOND_PAIRS = List.of("54", "54", "45", "45", "54", "11");

    @TempDir
    Path temp;

    private static Inputs inputs(List<Integer> preferred) {
        return new Inputs(
                Bench.TEMPLATES,
                Bench.pool(5),
                Optional.of(new PromptPool(IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> new PoolPrompt("p" + i, i == 5 ? "Question 1?" : "Held out " + i + "?"))
                        .toList())),
                new HumanData(
                        IntStream.rangeClosed(1, 6)
                                .mapToObj(i -> new RatedResponse("" + i, "Why " + i + "?", "Because.", 10 * i))
                                .toList(),
                        IntStream.rangeClosed(1, 6)
                                .mapToObj(
                                        i -> new HumanChoice("" + i, "Which?", "This.", "That.", preferred.get(i - 1)))
                                .toList()),
                JudgeFiles.NONE);
    }

    private static Recipe recipe(int rounds, boolean force) {
        return Bench.evaluated(
                Bench.recipe(rounds, 3, 3, 4, List.of(0.0), 2),
                Bench.evaluation(new HeldOutPrompts.File("h.jsonl"), Evaluator.BASE, "human.jsonl", force));
    }

    /** M0 writes a score in the first of two judgments, M1 in both. M0 chooses the first, M1 what the person preferred. */
    private static String known(Request request, int sample, SplittableRandom random) {
        var id = request.id();
        boolean first = id.startsWith("M0");
        if (id.matches("M\\d\\.rated\\.\\d")) {
            int place = id.charAt(id.length() - 1) - '1';
            return first && sample == 1 ? "I cannot say." : "So.\nScore: " + (first ? FIRST : SECOND).get(place);
        }
        if (id.matches("M\\d\\.pair\\.\\d\\.\\d")) {
            var pair = (first ? FIRST_PAIRS : SECOND_PAIRS).get(id.charAt(8) - '1');
            return first && sample == 1 ? "Score: 77" : "Long.\nScore: " + pair.charAt(id.charAt(10) - '1');
        }
        if (id.matches("M\\d\\.pair\\.\\d\\.v\\d-\\d")) {
            int preferred = PREFERRED.get(id.charAt(8) - '1');
            boolean swapped = id.endsWith("v2-1");
            return first
                    ? "Winner: Response A"
                    : preferred == 0 ? "Winner: tie" : "Winner: Response " + (preferred == 1 ^ swapped ? "A" : "B");
        }
        if (id.matches("M\\d\\.held-out\\.p\\d")) {
            return first ? "Four" : "Eleven long";
        }
        return new Babble().text(request, sample, random);
    }

    private Map<String, FigureRow> figures(Path folder, Recipe recipe) {
        try (var store = RunStore.open(folder)) {
            var engine = new ScriptedEngine(HumanEvaluationTest::known, what -> {});
            var summary = new Loop(store, engine, recipe, inputs(PREFERRED)).run(new Watching());
            return summary.figures().stream().collect(Collectors.toMap(FigureRow::id, figure -> figure));
        }
    }

    private static FigureRow row(Map<String, FigureRow> figures, String id) {
        return Objects.requireNonNull(figures.get(id), id);
    }

    private static Bounds value(Map<String, FigureRow> figures, String id) {
        var row = row(figures, id);
        return new Bounds(row.estimate().orElseThrow(), row.items(), row.low(), row.high(), row.finding());
    }

    private record Bounds(
            double value, int items, Optional<Double> low, Optional<Double> high, Optional<String> finding) {}

    /**
     * M0's ranks of the rated: 3.5 1 2 3.5 6 5, deviations 0 -2.5 -1.5 0 2.5 1.5 against -2.5 -1.5 -.5 .5 1.5 2.5:
     * 3.75 + .75 + 3.75 + 3.75 = 12 over sqrt(17 x 17.5). Of the 36 judgments of M0 (18 items, two each), 18 are valid;
     * of the others the 12 of pairs are out of range.
     */
    @Test
    void figuresAreWhatTheJudgmentsSay() {
        var figures = figures(temp.resolve("demo"), recipe(1, false));
        assertThat(value(figures, "M0.readable-judgments").value()).isEqualTo(0.5);
        assertThat(value(figures, "M0.unscored-judgments").value()).isEqualTo(0.5);
        assertThat(value(figures, "M1.readable-judgments").value()).isEqualTo(1);
        assertThat(value(figures, "M1-M0.readable-judgments"))
                .isEqualTo(new Bounds(0.5, 18, Optional.of(0.5), Optional.of(0.5), Optional.of("better")));
        assertThat(value(figures, "M1-M0.unscored-judgments").finding()).contains("better");
        assertThat(value(figures, "M0.spearman").value()).isCloseTo(12 / Math.sqrt(17 * 17.5), within(1e-12));
        assertThat(value(figures, "M0.spearman").items()).isEqualTo(6);
        assertThat(value(figures, "M1.spearman").value()).isCloseTo(17 / Math.sqrt(17 * 17.5), within(1e-12));
        assertThat(value(figures, "M1-M0.spearman").value()).isCloseTo(5 / Math.sqrt(17 * 17.5), within(1e-12));
        // Concordant 11, discordant 3 of 15, one tied: 8 / sqrt(14 x 15).
        assertThat(value(figures, "M0.kendall").value()).isCloseTo(8 / Math.sqrt(14 * 15), within(1e-12));
        assertThat(value(figures, "M0.mean-score").value()).isCloseTo((18 + 35) / 18.0, within(1e-12));
        assertThat(value(figures, "M1.same-score").value()).isEqualTo(1);
        assertThat(row(figures, "M0.same-score").estimate()).isEmpty();
        assertThat(value(figures, "M0.pairwise-accuracy").value()).isEqualTo(2.5 / 5);
        assertThat(value(figures, "M0.pairwise-ties").value()).isEqualTo(0.2);
        assertThat(value(figures, "M1.pairwise-accuracy").value()).isEqualTo(1);
        assertThat(value(figures, "M0.choice-accuracy").value()).isEqualTo(0.5);
        assertThat(value(figures, "M0.choice-consistency").value()).isZero();
        assertThat(value(figures, "M0.choice-first-share").value()).isEqualTo(1);
        assertThat(value(figures, "M1.choice-accuracy").value()).isEqualTo(1);
        assertThat(value(figures, "M1.choice-consistency").value()).isEqualTo(1);
        assertThat(value(figures, "M1.readable-choices").value()).isEqualTo(10 / 12.0);
        assertThat(value(figures, "M1-M0.choice-accuracy").finding()).contains("better");
        assertThat(value(figures, "M1-M0.response-length"))
                .isEqualTo(new Bounds(7, 5, Optional.of(7.0), Optional.of(7.0), Optional.of("changed")));
    }

    @Test
    void aDifferencesIntervalIsOfTheSameItemsInBoth() {
        var figures = figures(temp.resolve("demo"), recipe(1, false));
        double[] difference = {0.5, 0, 1, 0, 1};
        var interval = new Bootstrap(1000, 0.95)
                .interval(
                        5,
                        drawn -> OptionalDouble.of(Arrays.stream(drawn)
                                .mapToDouble(i -> difference[i])
                                .average()
                                .orElseThrow()),
                        new SplittableRandom(Seeds.of(42, "figure", "M1-M0.pairwise-accuracy")))
                .orElseThrow();
        var row = value(figures, "M1-M0.pairwise-accuracy");
        assertThat(row.value()).isEqualTo(0.5);
        assertThat(row.low().orElseThrow()).isCloseTo(interval.low(), within(1e-12));
        assertThat(row.high().orElseThrow()).isCloseTo(interval.high(), within(1e-12));
        // Two items in five show no difference: some resample may, but its end of the interval need not.
        assertThat(row.finding()).contains(interval.low() > 0 ? "better" : "no clear difference");
    }

    @Test
    void rowsSayWhatCameOfEachJudgment() {
        var folder = temp.resolve("demo");
        figures(folder, recipe(1, false));
        try (var reader = RunReader.open(folder)) {
            assertThat(sql(reader, "SELECT model, outcome, judgments FROM evaluation_outcomes"))
                    .isEqualTo("[[M0, out-of-range, 12], [M0, unreadable, 6], [M0, valid, 18], [M1, valid, 36]]");
            assertThat(sql(
                            reader,
                            "SELECT item, COUNT(DISTINCT seed) FROM evaluation_judgment GROUP BY item "
                                    + "HAVING COUNT(DISTINCT seed) > 1"))
                    .isEqualTo("[]");
            assertThat(sql(
                            reader,
                            "SELECT first_score, second_score, choice_forward, choice_backward "
                                    + "FROM choices_against_human WHERE model = 'M0' AND pair = 'pair.2'"))
                    .isEqualTo("[[4.0, 2.0, 1, -1]]");
            assertThat(sql(
                            reader,
                            "SELECT ROUND(MAX(b.first_share) - MAX(f.estimate), 9) FROM position_bias b, figure f "
                                    + "WHERE b.round = 1 AND f.id = 'M0.verdict-first-share'"))
                    .isEqualTo("[[0.0]]");
            assertThat(sql(
                            reader,
                            "SELECT ROUND(MAX(b.higher_score_share) - MAX(f.estimate), 9) FROM score_follow b, figure f "
                                    + "WHERE b.round = 1 AND f.id = 'M0.verdict-higher-score'"))
                    .isEqualTo("[[0.0]]");
            assertThat(sql(reader, "SELECT COUNT(*) FROM round_prompt WHERE prompt LIKE 'held-out%' OR prompt = 'p1'"))
                    .isEqualTo("[[0]]");
        }
    }

    private static String sql(RunReader reader, String query) {
        return reader.sql(query, 0, Duration.ofMinutes(1)).rows().toString();
    }

    @Test
    void whatIsForcedCountsAsForced() {
        var figures = figures(temp.resolve("demo"), recipe(1, true));
        assertThat(value(figures, "M0.readable-judgments").value()).isEqualTo(0.5);
        assertThat(value(figures, "M0.forced-judgments").value()).isCloseTo(6 / 36.0, within(1e-12));
        assertThat(value(figures, "M0.unscored-judgments").value()).isCloseTo(12 / 36.0, within(1e-12));
    }

    @Test
    void stoppedAnywhereItEndsWithTheSameRows() {
        var whole = temp.resolve("whole").resolve("demo");
        run(whole, new ScriptedEngine(new Babble(), what -> {}));
        Set<String> stopped = new HashSet<>();
        var engine = new ScriptedEngine(new Babble(), what -> {
            if (what.matches("sample M.*") && stopped.add(what)) {
                throw new ScriptedEngine.Stopped();
            }
        });
        var folder = temp.resolve("stopped").resolve("demo");
        int stops = 0;
        for (boolean done = false; !done; ) {
            try {
                run(folder, engine);
                done = true;
            } catch (ScriptedEngine.Stopped e) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(60);
        assertThat(Bench.rows(folder))
                .isEqualTo(Bench.rows(whole))
                .contains("figure [M2-M1.spearman, 2, M2, M1, ")
                .contains("evaluation_choice [M2.pair.6.v2-1, 2, pair.6, ");
    }

    private static void run(Path folder, ScriptedEngine engine) {
        try (var store = RunStore.open(folder)) {
            new Loop(store, engine, recipe(2, true), inputs(PREFERRED)).run(new Watching());
        }
    }

    @Test
    void otherHumanDataIsRefusedWhenARunGoesOn() {
        var folder = temp.resolve("demo");
        figures(folder, recipe(1, false));
        try (var store = RunStore.open(folder)) {
            var engine = new ScriptedEngine(new Babble(), what -> {});
            var loop = new Loop(store, engine, recipe(1, false), inputs(List.of(1, 1, 1, 1, 1, 1)));
            assertThatThrownBy(() -> loop.run(new Watching()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            "evaluate.ratings, evaluate.pairwise: their files (human.jsonl, human.jsonl)");
        }
    }
}
