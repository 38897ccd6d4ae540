package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.time.Duration;

/**
 * How long something that fails for now is tried again: with pauses of 1, 2, 4, ... seconds, or as long as the place
 * asks for, up to a limit. Progress in between makes it forget earlier failures.
 */
final class Patience {
    static final int MOST_FAILURES = 5;
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Pause pause;
    private int failures;

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        Pause SLEEP = Thread::sleep;

        void of(Duration time) throws InterruptedException;
    }

    /** What is tried. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws IOException;
    }

    Patience(Pause pause) {
        this.pause = pause;
    }

    /** Tries until it works; what does not is told with what was tried. */
    <T> T until(String what, Attempt<T> attempt) {
        while (true) {
            try {
                return attempt.make();
            } catch (IOException failed) {
                failed(what, failed);
            }
        }
    }

    /** Something was gained. */
    void progress() {
        failures = 0;
    }

    /** Waits after a failure, or gives up. */
    void failed(String what, IOException failure) {
        failures++;
        Duration wait = Duration.ofSeconds(1L << Math.min(failures - 1, 6));
        if (failure instanceof Unavailable asked && asked.waitTime().compareTo(wait) > 0) {
            wait = asked.waitTime();
        }
        if (failures >= MOST_FAILURES || wait.compareTo(LONGEST_WAIT) > 0) {
            throw new UserError(
                    Exit.BACKEND,
                    "%s failed: %s; tried %d times%s; the same command goes on where this stopped"
                            .formatted(
                                    what,
                                    reason(failure),
                                    failures,
                                    wait.compareTo(LONGEST_WAIT) > 0
                                            ? ", and it asks to wait %d seconds".formatted(wait.toSeconds())
                                            : ""),
                    failure);
        }
        try {
            pause.of(wait);
        } catch (InterruptedException stopped) {
            throw stopped(what, stopped);
        }
    }

    static UserError stopped(String what, InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new UserError(Exit.STOPPED, what + " was stopped; the same command goes on", stopped);
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
