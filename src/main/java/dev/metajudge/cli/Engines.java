package dev.metajudge.cli;

import dev.metajudge.backend.Engine;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.backend.server.RoutingEngine;
import dev.metajudge.backend.server.ServerEngine;
import dev.metajudge.config.Recipe;
import dev.metajudge.model.source.ModelResolver;
import java.util.Optional;
import java.util.function.Function;

/** Where models run. */
final class Engines {
    private Engines() {}

    /** Opens the engine within this process, and the way to the servers that a recipe names. */
    static final Function<Recipe, Engine> OF_RECIPE = recipe -> new RoutingEngine(
            new EmbeddedEngine(recipe.precision(), ModelResolver.ofUser(), chatFormat(recipe.chatFormat())),
            new ServerEngine(recipe.server(), note -> System.err.println("metajudge: " + note)));

    /** The name of a chat format given by hand; none for "auto". */
    static Optional<String> chatFormat(String name) {
        return name.equals("auto") ? Optional.empty() : Optional.of(name);
    }
}
