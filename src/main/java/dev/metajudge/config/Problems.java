package dev.metajudge.config;

import dev.metajudge.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects everything wrong with a recipe, so that it is told at once. */
final class Problems {
    private static final int SHOWN = 50;

    private record Problem(Place place, String message) {}

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    /** @param file the recipe as the user named it */
    Problems(String file) {
        this.file = file;
    }

    void add(Place place, String message) {
        var problem = new Problem(place, message);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    int count() {
        return problems.size();
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Throws one error with all problems, in the order of their lines, if there are any. */
    void raise() {
        if (problems.isEmpty()) {
            return;
        }
        problems.sort(Comparator.comparing(Problem::place));
        if (problems.size() == 1) {
            var only = problems.getFirst();
            throw UserError.input(only.place() + ": " + only.message());
        }
        var lines = problems.stream()
                .limit(SHOWN)
                .map(problem -> "\n  " + problem.place() + ": " + problem.message())
                .collect(Collectors.joining());
        var rest = problems.size() > SHOWN ? "\n  ... and " + (problems.size() - SHOWN) + " more" : "";
        throw UserError.input(file + " has " + problems.size() + " problems:" + lines + rest);
    }
}
