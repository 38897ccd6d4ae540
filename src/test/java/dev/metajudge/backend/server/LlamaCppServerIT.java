package dev.metajudge.backend.server;

import dev.metajudge.RealServer;
import dev.metajudge.model.source.SmolLm2;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real server with a real model. */
class LlamaCppServerIT extends ServerContract {
    @TempDir
    private static Path folder;

    private static RealServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RealServer.llamaCpp(SmolLm2.file(), "smollm2", folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    String upstream() {
        return server.url().toString();
    }

    @Override
    String address(String url) {
        return "openai+" + url + "/v1#smollm2";
    }
}
