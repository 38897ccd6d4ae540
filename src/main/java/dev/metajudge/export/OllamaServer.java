package dev.metajudge.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;

/** What this program asks of an Ollama server. Every refusal and silence is a {@link UserError} that says which. */
final class OllamaServer implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** How long the server may take for one answer; loading a large model takes minutes. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private static final int LONGEST_ANSWER = 1 << 20;
    private static final int LONGEST_REASON = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    OllamaServer(URI url) {
        this.url = url;
    }

    /** The server's version; also tells that it is there. */
    String version() {
        JsonNode version = json(send(request("api/version").GET())).path("version");
        if (!version.isTextual()) {
            throw refused("it does not say its version; is it an Ollama server?");
        }
        return version.asText();
    }

    /** Whether the server has a file with this checksum. */
    boolean hasBlob(String sha256) {
        var asked = request("api/blobs/sha256:" + sha256).method("HEAD", BodyPublishers.noBody());
        int status = send(asked).statusCode();
        return switch (status) {
            case 200 -> true;
            case 404 -> false;
            default -> throw refused("asked for a file, it answers with status " + status);
        };
    }

    /** Sends a file, which the server holds against its checksum. */
    void sendBlob(String sha256, Path file, LongConsumer bytes) throws IOException {
        BodyPublisher body = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> counting(file, bytes)), Files.size(file));
        HttpResponse<InputStream> answer =
                send(request("api/blobs/sha256:" + sha256).POST(body));
        if (answer.statusCode() != 201 && answer.statusCode() != 200) {
            throw refused("it did not take the file: " + reason(answer));
        }
    }

    private static InputStream counting(Path file, LongConsumer bytes) {
        try {
            return new FilterInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int read = super.read(target, offset, length);
                    bytes.accept(Math.max(0, read));
                    return read;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a model; the answer is a line of JSON for each thing that the server does. */
    void create(Map<String, Object> model) {
        HttpResponse<InputStream> answer = send(post("api/create", model));
        if (answer.statusCode() != 200) {
            throw refused("it did not make the model: " + reason(answer));
        }
        String last = "nothing";
        for (String line : text(answer).lines().filter(one -> !one.isBlank()).toList()) {
            JsonNode said = parsed(line);
            if (said.hasNonNull("error")) {
                throw refused("it did not make the model: "
                        + shortened(said.path("error").asText()));
            }
            last = said.path("status").asText();
        }
        if (!last.equals("success")) {
            throw refused("it did not say that the model is made; its last word was \"" + shortened(last) + "\"");
        }
    }

    /** Lets a model answer; the whole of the server's answer comes back. */
    JsonNode chat(Map<String, Object> conversation) {
        HttpResponse<InputStream> answer = send(post("api/chat", conversation));
        if (answer.statusCode() != 200) {
            throw refused("the model was made but does not answer: " + reason(answer));
        }
        return json(answer);
    }

    private HttpRequest.Builder post(String path, Map<String, Object> body) {
        try {
            return request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private HttpRequest.Builder request(String path) {
        String base = url.toString();
        return HttpRequest.newBuilder(URI.create(base.endsWith("/") ? base + path : base + "/" + path))
                .timeout(ANSWER)
                .header("User-Agent", "metajudge");
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException away) {
            String why = away.getMessage() == null ? away.getClass().getSimpleName() : away.getMessage();
            throw new UserError(
                    Exit.BACKEND,
                    "no Ollama server answers at %s (%s); start one with ollama serve, or name another with --url. The"
                                    .formatted(url, why)
                            + " same command goes on: what the server has is not sent again",
                    away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UserError(Exit.STOPPED, "stopped; the same command goes on", stopped);
        }
    }

    private JsonNode json(HttpResponse<InputStream> answer) {
        return parsed(text(answer));
    }

    private JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            throw refused("it answers with something that is no JSON: " + shortened(text));
        }
    }

    private String text(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            return new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw refused("its answer breaks off: " + broken.getMessage());
        }
    }

    /** What an answer that is an error says of itself. */
    private String reason(HttpResponse<InputStream> answer) {
        String text = text(answer);
        try {
            JsonNode error = JSON.readTree(text).path("error");
            return error.isTextual() ? shortened(error.asText()) : "status " + answer.statusCode();
        } catch (JsonProcessingException noJson) {
            return "status " + answer.statusCode() + ", " + shortened(text);
        }
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }

    UserError refused(String reason) {
        return new UserError(Exit.BACKEND, "the server at %s: %s".formatted(url, reason));
    }

    @Override
    public void close() {
        http.close();
    }
}
