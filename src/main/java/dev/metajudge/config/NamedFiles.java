package dev.metajudge.config;

import dev.metajudge.Spelling;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
        text("prompts", "file").ifPresent(pool -> file(pool, recipe, "prompts.file"));
        generate().ifPresent(generate -> {
            text(generate, "seeds")
                    .filter(seeds -> !seeds.text().isEmpty())
                    .ifPresent(seeds -> file(seeds, recipe, "prompts.generate.seeds"));
            text(generate, "template")
                    .ifPresent(name -> template("prompts.generate", name, prompts.resolve("generate")));
        });
        text("judge", "template").ifPresent(name -> template("judge", name, prompts.resolve("judge")));
        text("metaJudge", "template").ifPresent(name -> template("metaJudge", name, prompts.resolve("meta-judge")));
    }

    private Optional<Node.Scalar> text(String block, String name) {
        return settings.entries().get(block) instanceof Node.Mapping inner ? text(inner, name) : Optional.empty();
    }

    private static Optional<Node.Scalar> text(Node.Mapping block, String name) {
        return block.entries().get(name) instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT
                ? Optional.of(scalar)
                : Optional.empty();
    }

    private Optional<Node.Mapping> generate() {
        return settings.entries().get("prompts") instanceof Node.Mapping prompts
                        && prompts.entries().get("generate") instanceof Node.Mapping generate
                ? Optional.of(generate)
                : Optional.empty();
    }

    private void file(Node.Scalar name, Path recipe, String setting) {
        try {
            var file = recipe.resolveSibling(name.text());
            if (!Files.exists(file)) {
                problems.add(
                        name.place(),
                        setting + ": there is no " + file + Neighbours.hint(file, ".jsonl")
                                + "; put your prompts there, {\"id\": \"q1\", \"prompt\": \"...\"} a line, or name"
                                + " another file with --set " + setting + "=FILE");
            } else if (!Files.isRegularFile(file)) {
                problems.add(name.place(), setting + ": " + file + " is not a file; it must be JSON Lines");
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
