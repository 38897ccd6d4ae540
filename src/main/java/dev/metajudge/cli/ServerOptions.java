package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.server.ServerSettings;
import picocli.CommandLine.Option;

/** How a model on a server is called. */
final class ServerOptions {
    @Option(names = "--parallel", paramLabel = "N", description = "Calls to a server at once (8).")
    private int parallel = ServerSettings.USUAL.parallel();

    @Option(names = "--timeout", paramLabel = "S", description = "Seconds that a server's answer may take (600).")
    private int timeout = ServerSettings.USUAL.timeout();

    @Option(
            names = "--patience",
            paramLabel = "S",
            description = "Seconds that a server may be away or busy before the work stops (600).")
    private int patience = ServerSettings.USUAL.patience();

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "Tokens of prompt and answer together that Ollama is to make room for (0: as it does).")
    private int context = ServerSettings.USUAL.context();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that Ollama computes with (0: as many as it takes by itself).")
    private int threads = ServerSettings.USUAL.threads();

    ServerSettings settings() {
        try {
            return new ServerSettings(parallel, timeout, patience, context, threads);
        } catch (IllegalArgumentException wrong) {
            throw new UserError(Exit.USAGE, "--" + wrong.getMessage());
        }
    }
}
