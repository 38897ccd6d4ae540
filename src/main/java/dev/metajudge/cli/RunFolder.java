package dev.metajudge.cli;

import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.config.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A run's folder: {@code runs/NAME} beside its recipe. It is there once it holds the resolved recipe.
 *
 * @param path the folder
 */
record RunFolder(Path path) {
    /** The resolved recipe's name within the folder. */
    static final String RECIPE = "recipe.yaml";

    /** The report's name within the folder. */
    static final String REPORT = "report.html";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** The folder that a recipe's run has: the recipe's name without its ending, or {@code name}. */
    static RunFolder beside(Path recipe, String name) {
        if (!NAME.matcher(name).matches()) {
            throw UserError.input("a run's name has letters, digits, '.', '_' and '-', at most 100, and begins with a"
                    + " letter or digit, not \"" + name + "\"; give it another with --name");
        }
        var folder = new RunFolder(recipe.resolveSibling(name));
        if (folder.path.toAbsolutePath().equals(recipe.toAbsolutePath())) {
            throw UserError.input("the run's folder would be the recipe itself; give the run another name with --name");
        }
        return folder;
    }

    /** The name that a recipe's run has by itself: {@code quickstart} of {@code runs/quickstart.yaml}. */
    static String nameOf(Path recipe) {
        var file = String.valueOf(recipe.getFileName());
        return file.replaceFirst("\\.ya?ml$", "");
    }

    /** The run that a person names: its folder, its recipe, or its name below runs/ here or at metajudge's home. */
    static RunFolder named(String run) {
        try {
            for (Path place : places(run)) {
                if (Files.isRegularFile(place.resolve(RECIPE))) {
                    return new RunFolder(place);
                }
            }
        } catch (InvalidPathException e) {
            throw UserError.input("not a run's name: " + e.getMessage());
        }
        var names = all().stream().map(RunFolder::name).toList();
        var hint = Spelling.nearest(run, names).isPresent()
                ? Spelling.hint(run, names)
                : names.isEmpty() ? "; there are none yet" : "; there are: " + String.join(", ", names);
        throw UserError.input("there is no run \"" + run + "\"" + hint);
    }

    /** Every run below runs/, by name. */
    static List<RunFolder> all() {
        var runs = new ArrayList<RunFolder>();
        for (Path parent : parents()) {
            if (Files.isDirectory(parent)) {
                try (var entries = Files.list(parent)) {
                    entries.filter(entry -> Files.isRegularFile(entry.resolve(RECIPE)))
                            .sorted()
                            .forEach(entry -> runs.add(new RunFolder(entry)));
                } catch (IOException e) {
                    throw UserError.input("cannot list " + parent + ": " + e.getMessage());
                }
            }
        }
        return runs;
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    private static List<Path> places(String run) {
        var places = new ArrayList<Path>();
        var direct = Path.of(run);
        places.add(direct);
        if (run.matches(".*\\.ya?ml")) {
            places.add(direct.resolveSibling(nameOf(direct)));
        }
        parents().forEach(parent -> places.add(parent.resolve(run)));
        return places;
    }

    /** runs/ here, and at home where that is another folder. */
    private static List<Path> parents() {
        var here = Path.of("runs");
        var home = Installation.folder().resolve("runs");
        return home.equals(here.toAbsolutePath()) ? List.of(here) : List.of(here, home);
    }
}
