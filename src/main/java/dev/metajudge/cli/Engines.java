package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Engine;
import dev.metajudge.model.Precision;
import java.util.function.Function;

/** Where models run. */
final class Engines {
    private Engines() {}

    /** Opens the engine within this process. */
    static final Function<Precision, Engine> EMBEDDED = precision -> {
        throw new UserError(Exit.BACKEND, "this build has no engine for " + precision.label());
    };
}
