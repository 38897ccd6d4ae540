package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed without warning while others read, and a second process on the same run. */
class LoopKillIT {
    @TempDir
    Path temp;

    /** The process that is killed: a run that takes a few milliseconds at everything it does. */
    public static final class Worker {
        private Worker() {}

        public static void main(String[] args) {
            var folder = Path.of(args[0]);
            var engine = new ScriptedEngine(new Babble(), what -> {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (var store = RunStore.open(folder)) {
                Bench.run(store, engine, Bench.recipe(), new Watching());
            } catch (dev.metajudge.UserError e) {
                System.err.println(e.getMessage());
                System.exit(e.exit().code());
            }
        }
    }

    private Process start(Path folder) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("output-" + System.nanoTime()).toFile())
                .start();
    }

    @Test
    void killedAnywhereAndStartedAgainTheRowsAreThoseOfARunThatWasNot() throws Exception {
        var whole = temp.resolve("whole").resolve("demo");
        assertThat(start(whole).waitFor()).isZero();
        var folder = temp.resolve("killed").resolve("demo");
        var random = new SplittableRandom(7);
        int kills = 0;
        for (int delay = 900; ; delay = 600 + random.nextInt(1200)) {
            var process = start(folder);
            if (process.waitFor(delay, TimeUnit.MILLISECONDS)) {
                assertThat(process.exitValue()).isZero();
                break;
            }
            kills++;
            process.destroyForcibly().waitFor();
            if (Files.exists(folder.resolve("run.mv.db")) && kills % 3 == 0) {
                readable(folder);
            }
            assertThat(kills).isLessThan(60);
        }
        assertThat(kills).isPositive();
        assertThat(Bench.rows(folder)).isEqualTo(Bench.rows(whole));
        assertThat(Files.exists(folder.resolve("server"))).isFalse();
    }

    /** What a killed process left can be read at once, without bringing it up to date first. */
    private static void readable(Path folder) {
        try (var reader = RunReader.open(folder)) {
            assertThat(reader.browse().rounds().size()).isLessThanOrEqualTo(2);
        } catch (dev.metajudge.UserError e) {
            // Killed while the tables were being made.
            assertThat(e).hasMessageContaining("is just being made");
        }
    }

    @Test
    void othersReadWhileARunIsGoingOnAndASecondOneIsTurnedAway() throws Exception {
        var folder = temp.resolve("demo");
        var process = start(folder);
        try {
            while (!Files.exists(folder.resolve("server"))) {
                assertThat(process.isAlive()).isTrue();
                Thread.sleep(20);
            }
            try (var reader = RunReader.open(folder)) {
                var before = reader.browse().responsesTo("p1").size();
                assertThat(process.isAlive()).isTrue();
                assertThat(before).isLessThanOrEqualTo(3);
            }
            var second = start(folder);
            assertThat(second.waitFor()).isEqualTo(dev.metajudge.Exit.STOPPED.code());
            assertThat(outputs())
                    .contains("run demo is being worked on by process " + process.pid()
                            + "; wait until it has ended, or end it\n");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
        try (var reader = RunReader.open(folder)) {
            assertThat(reader.browse().rounds()).hasSize(2);
        }
    }

    private List<String> outputs() throws IOException {
        try (var files = Files.list(temp)) {
            List<String> texts = new java.util.ArrayList<>();
            for (var file : files.filter(f -> f.getFileName().toString().startsWith("output"))
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }
}
