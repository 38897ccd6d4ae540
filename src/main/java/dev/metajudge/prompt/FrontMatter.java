package dev.metajudge.prompt;

import dev.metajudge.judge.Rubric;
import java.util.Map;
import java.util.Optional;

/**
 * What a template says about itself.
 *
 * @param variables each declared variable with the line that declares it
 */
record FrontMatter(
        String name, String role, String description, Map<String, Integer> variables, Optional<Rubric> rubric) {
    FrontMatter {
        variables = Map.copyOf(variables);
    }
}
