package dev.metajudge.backend.server;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call failed in a way that may be over soon: it is worth another try. */
final class Passing extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Cause kind;
    private final @Nullable Duration wait;

    /** What is over soon. */
    enum Cause {
        /** Nothing listens, or the connection was cut before an answer came. */
        AWAY,
        /** The server asks to come back later: 429, 502, 503, 504. */
        BUSY,
        /** What came was no whole answer, or none came in time: tried a few times only. */
        BROKEN
    }

    Passing(Cause kind, String reason, Optional<Duration> wait) {
        super(reason);
        this.kind = kind;
        this.wait = wait.orElse(null);
    }

    Cause kind() {
        return kind;
    }

    /** How long the server asks to be left alone. */
    Optional<Duration> asked() {
        return Optional.ofNullable(wait);
    }
}
