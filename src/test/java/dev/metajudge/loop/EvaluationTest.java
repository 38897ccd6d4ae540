package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.metajudge.UserError;
import dev.metajudge.backend.Sampling;
import dev.metajudge.config.Recipe;
import dev.metajudge.config.Recipe.Evaluator;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    Path temp;

    private static Recipe recipe(int heldOut, Evaluator judge) {
        var greedy = new Sampling(0, 1, 0, 0, 400, List.of());
        return Bench.evaluated(
                Bench.recipe(), new Recipe.Evaluate(heldOut, judge, "pairwise", 2, true, greedy, greedy));
    }

    /** M1 beats M0 always; M2 says what M0 says and the judge takes the first; M2 against M1 is a tie. */
    private static final ScriptedEngine.Script SCRIPT = (request, sample, random) -> {
        var id = request.id();
        if (id.matches("M\\d\\.p\\d")) {
            return id.startsWith("M1") ? "A long answer, with a reason." : "Short.";
        }
        if (id.matches("M\\d\\.p\\d-M\\d\\.p\\d")) {
            if (id.contains("M1") && id.contains("M0")) {
                return "So.\nWinner: Response " + (id.startsWith("M1") ? "A" : "B");
            }
            return id.contains("M1") ? "Same.\nWinner: tie" : "First.\n**Winner: Response A**";
        }
        return new Babble().text(request, sample, random);
    };

    private List<List<Object>> sql(Path folder, String sql) {
        try (var reader = RunReader.open(folder)) {
            return List.copyOf(reader.sql(sql, 0, Duration.ofMinutes(1)).rows());
        }
    }

    @Test
    void aNewModelIsComparedWithTheFirstAndTheOneBefore() {
        var folder = temp.resolve("demo");
        var engine = new ScriptedEngine(SCRIPT, what -> {});
        try (var store = RunStore.open(folder)) {
            var rates = Bench.run(store, engine, recipe(2, Evaluator.BASE), new Watching())
                    .winRates();
            assertThat(rates)
                    .extracting(rate -> rate.model() + rate.opponent() + rate.judge())
                    .containsExactly("M1M0M0", "M2M0M0", "M2M1M0");
            var won = rates.getFirst();
            assertThat(won.prompts()).isEqualTo(2);
            assertThat(List.of(won.rate(), won.rateLow(), won.rateHigh())).containsOnly(1.0);
            assertThat(won.firstShare()).contains(0.5);
            assertThat(won.consistency()).contains(1.0);
            assertThat(won.undecided()).isZero();
            var first = rates.get(1);
            assertThat(first.rate()).isEqualTo(0.5);
            assertThat(first.controlled()).isCloseTo(0.5, within(1e-9));
            assertThat(first.firstShare()).contains(1.0);
            assertThat(first.consistency()).contains(0.0);
            assertThat(first.finding()).isEqualTo("no clear difference");
            var tie = rates.get(2);
            assertThat(tie.rate()).isEqualTo(0.5);
            assertThat(tie.undecided()).isEqualTo(4);
            assertThat(tie.firstShare()).isEmpty();
        }
        assertThat(sql(folder, "SELECT COUNT(*) FROM held_out_response")).containsExactly(List.of(6L));
        assertThat(sql(folder, "SELECT COUNT(*) FROM held_out_response h JOIN round_prompt r ON r.prompt = h.prompt"))
                .containsExactly(List.of(0L));
        assertThat(engine.requests.entrySet().stream()
                        .filter(asked -> asked.getValue() > 1)
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void theNewModelMayJudge() {
        try (var store = RunStore.open(temp.resolve("demo"))) {
            var engine = new ScriptedEngine(SCRIPT, what -> {});
            assertThat(Bench.run(store, engine, recipe(1, Evaluator.LATEST), new Watching())
                            .winRates())
                    .extracting(rate -> rate.judge())
                    .containsExactly("M1", "M2", "M2");
        }
    }

    @Test
    void stoppedAnywhereItEndsWithTheSameRows() {
        var whole = temp.resolve("whole").resolve("demo");
        try (var store = RunStore.open(whole)) {
            Bench.run(store, new ScriptedEngine(new Babble(), what -> {}), recipe(2, Evaluator.BASE), new Watching());
        }
        Set<String> stopped = new HashSet<>();
        var engine = new ScriptedEngine(new Babble(), what -> {
            if (what.matches("sample M.*") && stopped.add(what)) {
                throw new ScriptedEngine.Stopped();
            }
        });
        var afterEach = new Watching() {
            private final Set<String> seen = new HashSet<>();
            private String stage = "";

            @Override
            public void began(int round, Stage began, long done, long total) {
                stage = round + began.label() + done;
            }

            @Override
            public void advanced(long items, long tokens) {
                if (items > 0 && seen.add(stage)) {
                    throw new ScriptedEngine.Stopped();
                }
            }
        };
        var folder = temp.resolve("stopped").resolve("demo");
        int stops = 0;
        try (var store = RunStore.open(folder)) {
            for (boolean done = false; !done; ) {
                try {
                    Bench.run(store, engine, recipe(2, Evaluator.BASE), afterEach);
                    done = true;
                } catch (ScriptedEngine.Stopped e) {
                    stops++;
                }
            }
        }
        assertThat(stops).isGreaterThan(30);
        assertThat(Bench.rows(folder)).isEqualTo(Bench.rows(whole)).contains("win_rate [1, M1, M0, M0, 2, ");
    }

    @Test
    void somePromptsMustBeLeftToTrainOn() {
        try (var store = RunStore.open(temp.resolve("demo"))) {
            var engine = new ScriptedEngine(SCRIPT, what -> {});
            assertThatThrownBy(() -> Bench.run(store, engine, recipe(5, Evaluator.BASE), new Watching()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("evaluate.prompts: 5 held out of a pool of 5");
        }
    }

    @Test
    void whoHoldsNothingOutCanChangeTheRest() {
        try (var store = RunStore.open(temp.resolve("demo"))) {
            var engine = new ScriptedEngine(SCRIPT, what -> {});
            Bench.run(store, engine, recipe(0, Evaluator.BASE), new Watching());
            Bench.run(store, engine, recipe(0, Evaluator.LATEST), new Watching());
            assertThatThrownBy(() -> Bench.run(store, engine, recipe(1, Evaluator.BASE), new Watching()))
                    .hasMessageContaining("evaluate.prompts: 0 → 1");
        }
    }
}
