package dev.metajudge.backend.server;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tries calls to one server again while they fail for now: after half a second, one, two and so on up to half a minute,
 * each up to a quarter more by chance, so that many calls do not come back at once; or after what the server asks for.
 * It gives up when nothing has been answered for the stated time, and sooner on answers that stay broken, or when
 * nothing listens from the beginning. Safe for many threads.
 */
final class Persistence {
    static final int MOST_BROKEN = 5;
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** A server that has never answered is more likely not there than away. */
    private static final Duration AT_FIRST = Duration.ofSeconds(3);

    private final String server;
    private final Duration patience;
    private final Consumer<String> notes;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean answered;
    private volatile long lastAnswer;

    /** What is tried; may wait. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws Passing, InterruptedException;
    }

    /**
     * @param server named in messages
     * @param notes told when the server is waited for
     */
    Persistence(String server, Duration patience, Consumer<String> notes) {
        this.server = server;
        this.patience = patience;
        this.notes = notes;
    }

    /**
     * Tries until it works.
     *
     * @throws UserError when it gives up, or is interrupted
     */
    <T> T until(Attempt<T> attempt) {
        long began = 0;
        int failures = 0;
        int broken = 0;
        while (true) {
            try {
                T made = attempt.make();
                answered();
                return made;
            } catch (Passing failed) {
                failures++;
                began = failures == 1 ? System.nanoTime() : began;
                broken += failed.kind() == Passing.Cause.BROKEN ? 1 : 0;
                var wait = wait(failed, failures);
                if (broken >= MOST_BROKEN || waited(began).plus(wait).compareTo(patience(failed)) > 0) {
                    throw gaveUp(failed, failures);
                }
                tell(failed);
                sleep(wait);
            } catch (InterruptedException stopped) {
                throw stopped(stopped);
            }
        }
    }

    private void answered() {
        answered = true;
        lastAnswer = System.nanoTime();
        told.set(false);
    }

    /** Since when nothing has been answered, to this call or any other. */
    private Duration waited(long began) {
        long since = answered ? Math.max(began, lastAnswer) : began;
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private Duration patience(Passing failed) {
        boolean neverThere = !answered && failed.kind() == Passing.Cause.AWAY;
        return neverThere && patience.compareTo(AT_FIRST) > 0 ? AT_FIRST : patience;
    }

    private static Duration wait(Passing failed, int failures) {
        long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures - 1, 10));
        long jitter = ThreadLocalRandom.current().nextLong(most / 4 + 1);
        return failed.asked().orElse(Duration.ofMillis(most)).plusMillis(jitter);
    }

    private void tell(Passing failed) {
        if (told.compareAndSet(false, true)) {
            notes.accept("%s: %s; trying again for up to %d s"
                    .formatted(server, failed.getMessage(), patience(failed).toSeconds()));
        }
    }

    private void sleep(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException stopped) {
            throw stopped(stopped);
        }
    }

    private UserError gaveUp(Passing failed, int failures) {
        var asked = failed.asked()
                .map(wait -> ", and it asks to wait " + wait.toSeconds() + " s")
                .orElse("");
        return answered
                ? new UserError(
                        Exit.STOPPED,
                        "%s: %s; tried %d times%s. What was finished is kept: when the server is back, the same command goes on"
                                .formatted(server, failed.getMessage(), failures, asked),
                        failed)
                : new UserError(
                        Exit.BACKEND,
                        "%s: %s; tried %d times%s. Start the server, or name where it is"
                                .formatted(server, failed.getMessage(), failures, asked),
                        failed);
    }

    private UserError stopped(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new UserError(Exit.STOPPED, server + ": stopped while waiting; the same command goes on", cause);
    }
}
