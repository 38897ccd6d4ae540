package dev.metajudge.cli;

import dev.metajudge.backend.Engine;
import dev.metajudge.backend.embedded.EmbeddedEngine;
import dev.metajudge.model.Precision;
import java.util.function.Function;

/** Where models run. */
final class Engines {
    private Engines() {}

    /** Opens the engine within this process. */
    static final Function<Precision, Engine> EMBEDDED = EmbeddedEngine::new;
}
