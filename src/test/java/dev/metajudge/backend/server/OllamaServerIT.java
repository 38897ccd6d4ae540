package dev.metajudge.backend.server;

import dev.metajudge.RealServer;
import dev.metajudge.model.source.SmolLm2;
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
        server = RealServer.ollama(folder).with("smollm2", SmolLm2.file());
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
        return "ollama+" + url + "#smollm2";
    }
}
