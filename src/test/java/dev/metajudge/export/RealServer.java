package dev.metajudge.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A server program of this machine, running for a test. Where it is not installed, the test is skipped aloud. */
final class RealServer implements AutoCloseable {
    private static final Path SERVERS = Path.of(System.getProperty("user.home"), ".cache", "metajudge-servers");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private RealServer(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static RealServer llamaCpp(Path model, Path log) throws Exception {
        Path folder = SERVERS.resolve("llama.cpp");
        Path program = installed(folder.resolve("llama-server"));
        int port = freePort();
        var server = start(
                List.of(
                        program.toString(),
                        "-m",
                        model.toString(),
                        "--port",
                        "" + port,
                        "-np",
                        "1",
                        "-c",
                        "2048",
                        "-t",
                        "2"),
                Map.of("LD_LIBRARY_PATH", folder.toString()),
                port,
                log);
        return server.ready("health");
    }

    static RealServer ollama(Path models, Path log) throws Exception {
        Path program = installed(SERVERS.resolve("ollama"));
        int port = freePort();
        var server = start(
                List.of(program.toString(), "serve"),
                Map.of("OLLAMA_HOST", "127.0.0.1:" + port, "OLLAMA_MODELS", models.toString()),
                port,
                log);
        return server.ready("api/version");
    }

    private static Path installed(Path program) {
        boolean there = Files.isExecutable(program);
        if (!there) {
            System.err.println("SKIPPED: there is no " + program + ", so nothing was tried with it");
        }
        Assumptions.assumeTrue(there, "no " + program);
        return program;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static RealServer start(List<String> command, Map<String, String> environment, int port, Path log)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new RealServer(builder.start(), URI.create("http://127.0.0.1:" + port));
    }

    private RealServer ready(String path) throws Exception {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            if (get(path).filter(status -> status == 200).isPresent()) {
                return this;
            }
            Thread.sleep(200);
        }
        close();
        throw new IllegalStateException("the server did not come up");
    }

    private Optional<Integer> get(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(url.resolve("/" + path)).build();
            return Optional.of(http.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    URI url() {
        return url;
    }

    JsonNode post(String path, Map<String, Object> body) throws Exception {
        var request = HttpRequest.newBuilder(url.resolve("/" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
