package dev.metajudge.cli;

import dev.metajudge.Exit;

/**
 * Makes Ctrl-C, and a request to end, stop the process at once with the exit code for "stopped before the end". At once
 * is safe: a run loses the batch in flight and nothing else, as by any other end.
 */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    /** @param tell says that it stops, before it does */
    Interruption(Runnable tell) {
        hook = new Thread(
                () -> {
                    try {
                        tell.run();
                    } finally {
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
