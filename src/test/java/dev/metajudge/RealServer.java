package dev.metajudge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.source.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Ollama or llama.cpp server on a free port, ended with its test. The programs are looked for in the folder named
 * by METAJUDGE_SERVERS, else ~/.cache/metajudge-servers; without them tests are skipped, aloud. They compute with one
 * thread: two wait for each other on a busy machine.
 */
public final class RealServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private RealServer(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * An Ollama without models.
     *
     * @param folder for its models and its log
     */
    public static RealServer ollama(Path folder) throws Exception {
        Path program = installed("ollama");
        int port = freePort();
        var environment = Map.of(
                "OLLAMA_HOST", "127.0.0.1:" + port,
                "OLLAMA_MODELS", folder.resolve("models").toString(),
                "HOME", folder.toString());
        return start(List.of(program.toString(), "serve"), environment, port, folder)
                .ready("api/version");
    }

    /**
     * A llama.cpp server with four slots.
     *
     * @param name what it calls the model
     * @param folder for its log
     */
    public static RealServer llamaCpp(Path model, String name, Path folder) throws Exception {
        Path program = installed("llama.cpp/llama-server");
        int port = freePort();
        var command = List.of(
                program.toString(),
                "-m",
                model.toString(),
                "--alias",
                name,
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "-np",
                "4",
                "-c",
                "8192",
                "-t",
                "1",
                "-ctk", // its own are 16-bit floats
                "f32",
                "-ctv",
                "f32");
        return start(
                        command,
                        Map.of("LD_LIBRARY_PATH", program.resolveSibling("").toString()),
                        port,
                        folder)
                .ready("health");
    }

    private static Path installed(String name) {
        var named = System.getenv("METAJUDGE_SERVERS");
        var root =
                named == null ? Path.of(System.getProperty("user.home"), ".cache/metajudge-servers") : Path.of(named);
        Path program = root.resolve(name);
        boolean there = Files.isExecutable(program);
        if (!there) {
            System.err.println("SKIPPED: there is no " + program + ", so nothing is tried with it");
        }
        Assumptions.assumeTrue(there, () -> "there is no " + program);
        return program;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static RealServer start(List<String> command, Map<String, String> environment, int port, Path folder)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment().putAll(environment);
        return new RealServer(builder.start(), URI.create("http://127.0.0.1:" + port));
    }

    private RealServer ready(String path) throws Exception {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            try {
                var request = HttpRequest.newBuilder(at(path)).build();
                if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    return this;
                }
            } catch (IOException notYet) {
                // it starts
            }
            Thread.sleep(200);
        }
        close();
        throw new IllegalStateException("the server does not start");
    }

    private URI at(String path) {
        return url.resolve("/" + path);
    }

    public URI url() {
        return url;
    }

    /** Gives an Ollama a model. */
    public RealServer with(String name, Path gguf) throws Exception {
        String digest = "sha256:" + Sha256.ofFile(gguf);
        send("api/blobs/" + digest, BodyPublishers.ofFile(gguf));
        post(
                "api/create",
                Map.of(
                        "model",
                        name,
                        "stream",
                        false,
                        "files",
                        Map.of("model.gguf", digest),
                        "parameters",
                        Map.of("num_thread", 1)));
        return this;
    }

    /** Posts JSON; its answer. */
    public JsonNode post(String path, Map<String, Object> body) throws Exception {
        return JSON.readTree(send(path, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /** What it answers to a question. */
    public JsonNode get(String path) throws Exception {
        return JSON.readTree(http.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString())
                .body());
    }

    private String send(String path, BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
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
