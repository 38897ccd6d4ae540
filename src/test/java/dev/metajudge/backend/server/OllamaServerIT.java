package dev.metajudge.backend.server;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real server with a real model. */
class OllamaServerIT extends ServerContract {
    @TempDir
    private static Path folder;

    private static RealServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RealServer.ollama(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    String upstream() {
        return server.url();
    }

    @Override
    String address(String url) {
        return "ollama+" + url + "#smollm2";
    }
}
