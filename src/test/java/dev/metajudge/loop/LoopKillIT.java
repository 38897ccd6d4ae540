package dev.metajudge.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
                System.out.print('.');
                System.out.flush();
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (var store = RunStore.open(folder)) {
                Bench.run(store, engine, Bench.recipe(), new Watching());
            } catch (UserError e) {
                System.err.println(e.getMessage());
                System.exit(e.exit().code());
            }
        }
    }

    private Process start(Path folder) throws IOException {
        return new ProcessBuilder(command(folder))
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("output-" + System.nanoTime()).toFile())
                .start();
    }

    private static List<String> command(Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                folder.toString());
    }

    @Test
    void killedAnywhereAndStartedAgainTheRowsAreThoseOfARunThatWasNot() throws Exception {
        var whole = temp.resolve("whole").resolve("demo");
        assertThat(start(whole).waitFor()).isZero();
        var folder = temp.resolve("killed").resolve("demo");
        var random = new SplittableRandom(7);
        int kills = 0;
        // At first by the clock, while tables are made; then after so many things that the run was about to do.
        for (int delay : List.of(250, 500, 700)) {
            var process = start(folder);
            if (!process.waitFor(delay, TimeUnit.MILLISECONDS)) {
                kill(process);
                kills++;
                if (Files.exists(folder.resolve("run.mv.db"))) {
                    read(folder);
                }
            }
        }
        while (killedAfter(3 + random.nextInt(40), folder)) {
            kills++;
            assertThat(kills).isLessThan(100);
        }
        assertThat(kills).isGreaterThan(5);
        assertThat(Bench.rows(folder)).isEqualTo(Bench.rows(whole));
        assertThat(Files.exists(folder.resolve("server"))).isFalse();
    }

    /** Starts the run and kills it after it has said so many dots, unless it is done before. */
    private boolean killedAfter(int dots, Path folder) throws Exception {
        var process = new ProcessBuilder(command(folder))
                .redirectError(temp.resolve("errors").toFile())
                .start();
        try (var said = process.getInputStream()) {
            for (int i = 0; i < dots; i++) {
                if (said.read() < 0) {
                    assertThat(process.waitFor())
                            .as(Files.readString(temp.resolve("errors")))
                            .isZero();
                    return false;
                }
            }
            kill(process);
            read(folder);
            return true;
        }
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** What a killed process left is read as it is, before anybody mends it. */
    private static void read(Path folder) {
        try (var reader = RunReader.open(folder)) {
            assertThat(reader.browse().rounds().size()).isLessThanOrEqualTo(2);
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
            assertThat(second.waitFor()).isEqualTo(Exit.STOPPED.code());
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

    /** A file that may not grow is as good as a full disk: the write fails, in the middle of whatever it is. */
    @Test
    void aFullDiskStopsTheRunWithOneLineAndTheSameCommandGoesOn() throws Exception {
        var whole = temp.resolve("whole").resolve("demo");
        assertThat(start(whole).waitFor()).isZero();
        for (int kilobytes : List.of(60, 100, 200, 350)) {
            var folder = temp.resolve("full" + kilobytes).resolve("demo");
            var command = new ArrayList<>(List.of("sh", "-c", "ulimit -f \"$0\"; trap '' XFSZ; exec \"$@\""));
            command.add(Integer.toString(kilobytes * 2)); // blocks of 512 bytes, in some shells of 1024
            command.addAll(command(folder));
            var output = temp.resolve("full-" + kilobytes);
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor()).isEqualTo(Exit.STOPPED.code());
            assertThat(Files.readString(output))
                    .matches("(?s)[.]*cannot (read or write|open) \\Q" + folder.resolve("run.mv.db") + "\\E: .*")
                    .hasLineCount(1);
            assertThat(folder.resolve("unfinished.mv.db")).doesNotExist();
            assertThat(start(folder).waitFor()).isZero();
            assertThat(Bench.rows(folder)).isEqualTo(Bench.rows(whole));
        }
    }

    private List<String> outputs() throws IOException {
        try (var files = Files.list(temp)) {
            List<String> texts = new ArrayList<>();
            for (var file : files.filter(f -> f.getFileName().toString().startsWith("output"))
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }
}
