package dev.metajudge.config;

import dev.metajudge.Spelling;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Looks for the files that a recipe names. */
final class NamedFiles {
    private final Problems problems;
    private final Node.Mapping settings;

    NamedFiles(Problems problems, Node.Mapping settings) {
        this.problems = problems;
        this.settings = settings;
    }

    /**
     * @param recipe the recipe's file: the pool's name is relative to its folder
     * @param prompts the folder of templates
     */
    void check(Path recipe, Path prompts) {
        text("prompts", "file").ifPresent(pool -> jsonLines("prompts.file", pool, recipe));
        text("evaluate", "heldOut")
                .filter(file -> !ScalarValue.isDecimal(file.text()))
                .ifPresent(file -> jsonLines("evaluate.heldOut", file, recipe));
        for (var learned : List.of("weights", "calibration")) {
            text("judge", learned)
                    .filter(file -> !file.text().isEmpty())
                    .ifPresent(file -> jsonLines("judge." + learned, file, recipe));
        }
        for (var source : List.of("ratings", "pairwise")) {
            text("evaluate", source, "file")
                    .filter(file -> !file.text().isEmpty())
                    .ifPresent(file -> jsonLines("evaluate." + source + ".file", file, recipe));
        }
        text("prompts", "generate", "seeds")
                .filter(seeds -> !seeds.text().isEmpty())
                .ifPresent(seeds -> jsonLines("prompts.generate.seeds", seeds, recipe));
        text("prompts", "generate", "template")
                .filter(name -> writesPrompts())
                .ifPresent(name -> template("prompts.generate", name, prompts.resolve("generate")));
        text("judge", "template").ifPresent(name -> template("judge", name, prompts.resolve("judge")));
        text("metaJudge", "template").ifPresent(name -> template("metaJudge", name, prompts.resolve("meta-judge")));
    }

    /** A single round that writes some is looked at when the recipe's texts are read. */
    private boolean writesPrompts() {
        return scalar("prompts", "generate", "perRound")
                .filter(number -> !number.text().equals("0"))
                .isPresent();
    }

    private Optional<Node.Scalar> text(String... path) {
        return scalar(path).filter(scalar -> scalar.kind() == Node.Kind.TEXT);
    }

    private Optional<Node.Scalar> scalar(String... path) {
        Node at = settings;
        for (var name : path) {
            if (!(at instanceof Node.Mapping inner) || inner.entries().get(name) == null) {
                return Optional.empty();
            }
            at = Objects.requireNonNull(inner.entries().get(name));
        }
        return at instanceof Node.Scalar scalar ? Optional.of(scalar) : Optional.empty();
    }

    private void jsonLines(String setting, Node.Scalar name, Path recipe) {
        try {
            var file = recipe.resolveSibling(name.text());
            if (!Files.exists(file)) {
                var what = setting.startsWith("prompts.")
                        ? "; put your prompts there, {\"id\": \"q1\", \"prompt\": \"...\"} a line, or name another file with --set "
                                + setting + "=FILE"
                        : "";
                problems.add(name.place(), setting + ": there is no " + file + Neighbours.hint(file, ".jsonl") + what);
            } else if (!Files.isRegularFile(file)) {
                problems.add(name.place(), setting + ": " + file + " is not a file");
            }
        } catch (InvalidPathException e) {
            problems.add(name.place(), setting + ": not a file name: " + e.getMessage());
        }
    }

    private void template(String block, Node.Scalar name, Path folder) {
        var known = Neighbours.named(folder, ".md").stream()
                .map(file -> file.substring(0, file.length() - ".md".length()))
                .toList();
        if (!known.contains(name.text())) {
            var hint = Spelling.nearest(name.text(), known).isPresent()
                    ? Spelling.hint(name.text(), known)
                    : known.isEmpty() ? "; that folder has none" : "; there are: " + String.join(", ", known);
            problems.add(
                    name.place(),
                    block + ".template: there is no template \"" + name.text() + "\" in " + folder + hint);
        }
    }
}
