package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.config.RoundSettings;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import dev.metajudge.train.DataSettings;
import dev.metajudge.train.EarlyStopping;
import dev.metajudge.train.TooLong;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped, wherever that is, and started again ends with the rows of one that was not. */
class LoopResumeTest {
    @TempDir
    Path temp;

    private Path uninterrupted() {
        var folder = temp.resolve("whole").resolve("demo");
        try (var store = RunStore.open(folder)) {
            Bench.run(store, engine(what -> {}), Bench.recipe(), new Watching());
        }
        return folder;
    }

    private static ScriptedEngine engine(ScriptedEngine.Watch watch) {
        return new ScriptedEngine(new Babble(), watch);
    }

    /** Starts the run until it gets through; how many times it was stopped. */
    private int untilDone(Path folder, ScriptedEngine engine, Progress progress) {
        int stops = 0;
        while (stops < 500) {
            try (var store = RunStore.open(folder)) {
                // A new store now and then, as a new process has it; whichever store is open, only rows count.
                for (int tries = 0; tries < 20; tries++) {
                    if (done(store, engine, progress)) {
                        return stops;
                    }
                    stops++;
                }
            }
        }
        throw new AssertionError("the run never ends");
    }

    private static boolean done(RunStore store, ScriptedEngine engine, Progress progress) {
        try {
            Bench.run(store, engine, Bench.recipe(), progress);
            return true;
        } catch (ScriptedEngine.Stopped e) {
            return false;
        }
    }

    @Test
    void stoppedInsideEveryBatchAndStep() {
        var whole = Bench.rows(uninterrupted());
        var folder = temp.resolve("stopped").resolve("demo");
        Set<String> stopped = new HashSet<>();
        var round = new int[1];
        var engine = engine(what -> {
            if (stopped.add(round[0] + what)) {
                throw new ScriptedEngine.Stopped();
            }
        });
        var stops = untilDone(folder, engine, new Watching() {
            @Override
            public void began(int number, Stage stage, long done, long total) {
                round[0] = number;
            }
        });
        assertThat(stops).isGreaterThan(50);
        assertThat(Bench.rows(folder)).isEqualTo(whole);
    }

    @Test
    void trainingThatStopsEarlyIsStoredWithItsLooksAndEndsTheSameWhenStopped() {
        var recipe = Bench.each(
                Bench.recipe(),
                old -> new RoundSettings(
                        old.prompts(),
                        old.respond(),
                        old.judge(),
                        old.pairs(),
                        old.metaJudge(),
                        Bench.watched(old.train(), new EarlyStopping(1, 1, 1))));
        var whole = temp.resolve("whole").resolve("demo");
        try (var store = RunStore.open(whole)) {
            Bench.run(store, engine(what -> {}), recipe, new Watching());
        }
        var folder = temp.resolve("stopped").resolve("demo");
        Set<String> stopped = new HashSet<>();
        var engine = engine(what -> {
            if ((what.startsWith("step") || what.equals("adapter")) && stopped.add(what)) {
                throw new ScriptedEngine.Stopped();
            }
        });
        var stops = 0;
        for (boolean done = false; !done; stops += done ? 0 : 1) {
            try (var store = RunStore.open(folder)) {
                Bench.run(store, engine, recipe, new Watching());
                done = true;
            } catch (ScriptedEngine.Stopped again) {
                done = false;
            }
        }
        assertThat(stops).isEqualTo(3);
        assertThat(Bench.rows(folder)).isEqualTo(Bench.rows(whole));
        try (var reader = RunReader.open(folder)) {
            assertThat(reader.sql(
                                    "SELECT t.loss, t.steps, t.best_step, p.done, p.total FROM training t JOIN stage_progress p "
                                            + "ON p.round = t.round AND p.stage = 'train' WHERE t.round = 1",
                                    0,
                                    Duration.ofMinutes(1))
                            .rows())
                    .hasToString("[[sigmoid, 2, 1, 2, 2]]");
        }
    }

    /** Twice as fast, and half as many steps. */
    private static RoundSettings other(RoundSettings old) {
        return new RoundSettings(
                old.prompts(),
                old.respond(),
                old.judge(),
                old.pairs(),
                old.metaJudge(),
                Bench.training(new DataSettings(1, 2, 1, 512, TooLong.DROP), 2));
    }

    @Test
    void trainingThatWentAstrayGoesOnByOtherSettings() {
        var other = Bench.each(Bench.recipe(), LoopResumeTest::other);
        var whole = temp.resolve("whole").resolve("demo");
        try (var store = RunStore.open(whole)) {
            Bench.run(store, engine(what -> {}), other, new Watching());
        }
        var folder = temp.resolve("astray").resolve("demo");
        try (var store = RunStore.open(folder)) {
            var astray = engine(what -> {
                if (what.equals("step 4")) {
                    throw new ScriptedEngine.Stopped();
                }
            });
            assertThatThrownBy(() -> Bench.run(store, astray, Bench.recipe(), new Watching()))
                    .isInstanceOf(ScriptedEngine.Stopped.class);
        }
        var watching = new Watching();
        try (var store = RunStore.open(folder)) {
            Bench.run(store, engine(what -> {}), other, watching);
        }
        assertThat(Bench.rows(folder)).isEqualTo(Bench.rows(whole));
        assertThat(watching.said)
                .anyMatch(line -> line.contains("train.epochs: 2 → 1; that round's training begins anew"));
        // What has trained a model stays.
        try (var store = RunStore.open(folder)) {
            assertThatThrownBy(() -> Bench.run(store, engine(what -> {}), Bench.recipe(), new Watching()))
                    .hasMessageContaining("train.epochs: 1 → 2");
        }
    }

    @Test
    void stoppedAfterEveryTransaction() {
        var whole = Bench.rows(uninterrupted());
        var folder = temp.resolve("stopped").resolve("demo");
        var engine = engine(what -> {});
        var stops = untilDone(folder, engine, new Watching() {
            @Override
            public void advanced(long items, long tokens) {
                if (items > 0) {
                    throw new ScriptedEngine.Stopped();
                }
            }
        });
        assertThat(stops).isGreaterThan(20);
        assertThat(Bench.rows(folder)).isEqualTo(whole);
        assertThat(engine.requests.entrySet().stream()
                        .filter(entry -> entry.getValue() > 1)
                        .collect(Collectors.toSet()))
                .as("asked twice although stored")
                .isEmpty();
    }

    @Test
    void aBatchThatFailsLeavesNothing() {
        var folder = temp.resolve("demo");
        try (var store = RunStore.open(folder)) {
            var engine = engine(what -> {
                if (what.equals("sample r1.p3.1") || what.equals("sample r1.p1.2")) {
                    throw new ScriptedEngine.Stopped();
                }
            });
            assertThatThrownBy(() -> Bench.run(store, engine, Bench.recipe(), new Watching()))
                    .isInstanceOf(ScriptedEngine.Stopped.class);
            var judged = store.work().judged(1);
            assertThat(judged.size() % Bench.recipe().every().judge().batch()).isZero();
            assertThat(store.work().unique(1)).hasSizeGreaterThan(judged.size());
        }
    }

    @Test
    void aRunThatIsDoneDoesNothingMore() {
        var folder = uninterrupted();
        var rows = Bench.rows(folder);
        var engine = engine(what -> {
            throw new ScriptedEngine.Stopped();
        });
        var progress = new Watching();
        try (var store = RunStore.open(folder)) {
            assertThat(Bench.run(store, engine, Bench.recipe(), progress).rounds())
                    .hasSize(2);
        }
        assertThat(progress.said).isEmpty();
        assertThat(Bench.rows(folder)).isEqualTo(rows);
    }

    @Test
    void moreRoundsGoOnFromTheLastModel() {
        var longer = Bench.recipe(3, 3, 3, 4, java.util.List.of(0.0, 0.3), 2);
        var once = temp.resolve("once").resolve("demo");
        try (var store = RunStore.open(once)) {
            Bench.run(store, engine(what -> {}), longer, new Watching());
        }
        var grown = uninterrupted();
        try (var store = RunStore.open(grown)) {
            Bench.run(store, engine(what -> {}), longer, new Watching());
        }
        assertThat(Bench.rows(grown)).isEqualTo(Bench.rows(once));
    }
}
