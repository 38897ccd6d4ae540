package dev.metajudge.backend.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.metajudge.model.source.Sha256;
import dev.metajudge.model.source.SmolLm2;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Ollama or llama.cpp server with SmolLM2, on a free port, ended with its test. The programs are looked for in
 * the folder named by METAJUDGE_SERVERS, else ~/.cache/metajudge-servers; without them tests are skipped, aloud.
 */
final class RealServer implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final String url;

    private RealServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static RealServer ollama(Path folder) throws Exception {
        Path program = program("ollama");
        int port = freePort();
        var server = start(
                folder,
                port,
                List.of(program.toString(), "serve"),
                Map.of(
                        "OLLAMA_HOST", "127.0.0.1:" + port,
                        "OLLAMA_MODELS", folder.resolve("models").toString(),
                        "HOME", folder.toString()));
        server.await("/api/version");
        Path file = SmolLm2.file();
        String digest = "sha256:" + Sha256.ofFile(file);
        server.post("/api/blobs/" + digest, HttpRequest.BodyPublishers.ofFile(file));
        var create =
                JsonNodeFactory.instance.objectNode().put("model", "smollm2").put("stream", false);
        create.putObject("files").put("smollm2.gguf", digest);
        create.putObject("parameters").put("num_thread", 1); // two wait for each other on a busy machine
        server.post("/api/create", HttpRequest.BodyPublishers.ofString(create.toString()));
        return server;
    }

    static RealServer llamaCpp(Path folder) throws Exception {
        Path program = program("llama.cpp/llama-server");
        int port = freePort();
        var server = start(
                folder,
                port,
                List.of(
                        program.toString(),
                        "-m",
                        SmolLm2.file().toString(),
                        "--alias",
                        "smollm2",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "" + port,
                        "-np",
                        "4",
                        "-c",
                        "8192",
                        "-t",
                        "1"),
                Map.of("LD_LIBRARY_PATH", program.resolveSibling("").toString()));
        server.await("/health");
        return server;
    }

    private static Path program(String name) {
        var named = System.getenv("METAJUDGE_SERVERS");
        var root =
                named == null ? Path.of(System.getProperty("user.home"), ".cache/metajudge-servers") : Path.of(named);
        Path program = root.resolve(name);
        if (!Files.isExecutable(program)) {
            System.err.println("SKIPPED: there is no " + program + ", so nothing is tried on that server");
        }
        assumeTrue(Files.isExecutable(program), () -> "there is no " + program);
        return program;
    }

    private static RealServer start(Path folder, int port, List<String> command, Map<String, String> environment)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "server.log"));
        builder.environment().putAll(environment);
        return new RealServer(builder.start(), "http://127.0.0.1:" + port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await(String path) throws Exception {
        for (int attempt = 0; attempt < 600; attempt++) {
            try {
                var request = HttpRequest.newBuilder(URI.create(url + path)).build();
                if (CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // it starts
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("the server does not start");
    }

    private void post(String path, HttpRequest.BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + path)).POST(body).build();
        var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
