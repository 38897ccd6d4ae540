package dev.metajudge.model.source;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** A place did not answer as it should, but may do so in a moment. */
final class Unavailable extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    /**
     * Something passing.
     *
     * @param wait how long the place asks to be left alone, zero if it did not say
     */
    Unavailable(String reason, Duration wait) {
        super(reason);
        this.wait = wait;
    }

    Duration waitTime() {
        return wait;
    }
}
