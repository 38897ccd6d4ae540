package dev.metajudge.backend.server;

/**
 * How servers are called.
 *
 * @param parallel calls at once, to each server
 * @param timeout seconds that one call may take, its answer read whole
 * @param patience seconds that a server may fail for now before the work stops, to be gone on with later
 * @param context tokens that prompt and answer may have together, asked of Ollama; 0 for what the server does by itself
 * @param threads that an Ollama computes with; 0 for as many as it takes by itself
 */
public record ServerSettings(int parallel, int timeout, int patience, int context, int threads) {
    /** What is used where nothing else is said; the same as in {@code defaults.yaml}. */
    public static final ServerSettings USUAL = new ServerSettings(8, 600, 600, 0, 0);

    public ServerSettings {
        require(parallel >= 1 && parallel <= 1024, "parallel must be 1 to 1024, not " + parallel);
        require(timeout >= 1, "timeout must be 1 second or more, not " + timeout);
        require(patience >= 0, "patience must be 0 seconds or more, not " + patience);
        require(context >= 0, "context must be 0 (the server's own) or more, not " + context);
        require(threads >= 0 && threads <= 1024, "threads must be 0 (the server's own) to 1024, not " + threads);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
