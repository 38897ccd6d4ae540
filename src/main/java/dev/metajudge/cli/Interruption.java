package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.model.engine.LibTorch;
import java.time.Duration;

/**
 * Makes Ctrl-C, and a request to end, stop the process at once with the exit code for "stopped before the end". At once
 * is safe: a run loses the batch in flight and nothing else, as by any other end. Only the operation that libtorch is at
 * is waited for.
 */
final class Interruption implements AutoCloseable {
    /** As long as a step of training may take on a busy machine. */
    private static final Duration MOST_WAIT = Duration.ofSeconds(20);

    private final Thread hook;

    /** @param tell says that it stops, before it does */
    Interruption(Runnable tell) {
        hook = new Thread(
                () -> {
                    try {
                        tell.run();
                    } finally {
                        LibTorch.stop(MOST_WAIT);
                        Runtime.getRuntime().halt(Exit.STOPPED.code());
                    }
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From here on the process ends as usual. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook has its say.
        }
    }
}
