package dev.metajudge.backend.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JSON to and from one server: one answer's size and time are bounded, redirects are not followed (a key would go with
 * them), passing failures are tried again. Safe for many threads; a call that is interrupted is taken back.
 */
final class Transport implements AutoCloseable {
    private static final int LARGEST_ANSWER = 64 << 20;
    private static final int LONGEST_MESSAGE = 500;
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build());

    private final URI base;
    private final Duration timeout;
    private final Optional<String> key;
    private final Persistence persistence;
    private final HttpClient client;

    /** @param notes told when the server is waited for */
    Transport(URI base, ServerSettings settings, Optional<String> key, Consumer<String> notes) {
        this.base = base;
        this.timeout = Duration.ofSeconds(settings.timeout());
        this.key = key;
        this.persistence = new Persistence(base.toString(), Duration.ofSeconds(settings.patience()), notes);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    URI base() {
        return base;
    }

    /** Asks below the base. */
    JsonNode get(String path) {
        return send(request(URI.create(base + path)).GET().build());
    }

    /** Asks beside the base, at the server's root; empty if there is no such thing. */
    Optional<JsonNode> getAtRoot(String path) {
        try {
            return Optional.of(send(request(base.resolve(path)).GET().build()));
        } catch (Refused refused) {
            return Optional.empty();
        }
    }

    JsonNode post(String path, JsonNode body) {
        return post(URI.create(base + path), body.toString());
    }

    /** @throws Refused when the server refuses for good */
    JsonNode post(URI to, String body) {
        return send(request(to)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(URI to) {
        var request = HttpRequest.newBuilder(to).header("Accept", "application/json");
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private JsonNode send(HttpRequest request) {
        return persistence.until(() -> once(request));
    }

    private JsonNode once(HttpRequest request) throws Passing, InterruptedException {
        var began = new AtomicBoolean();
        var bounded = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER);
        var call = client.sendAsync(request, head -> {
            began.set(true);
            return bounded.apply(head);
        });
        try {
            return read(call.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            throw new Passing(
                    Passing.Cause.BROKEN,
                    "no answer within %d s (server.timeout)".formatted(timeout.toSeconds()),
                    Optional.empty());
        } catch (ExecutionException failed) {
            throw cut(failed.getCause(), began.get());
        } finally {
            call.cancel(true);
        }
    }

    private static Passing cut(@Nullable Throwable cause, boolean began) {
        if (!(cause instanceof IOException)) {
            throw new IllegalStateException("calling a server", cause);
        }
        var why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof ConnectException) {
            return new Passing(Passing.Cause.AWAY, "nothing listens there", Optional.empty());
        }
        return began
                ? new Passing(Passing.Cause.BROKEN, "the answer ended in the middle (" + why + ")", Optional.empty())
                : new Passing(Passing.Cause.AWAY, "the connection was cut (" + why + ")", Optional.empty());
    }

    private JsonNode read(HttpResponse<byte[]> answer) throws Passing {
        int status = answer.statusCode();
        return switch (status) {
            case 200 -> parsed(answer.body());
            case 429, 502, 503, 504 ->
                throw new Passing(
                        Passing.Cause.BUSY,
                        "the server is busy (%d%s)".formatted(status, said(answer.body())),
                        answer.headers()
                                .firstValue("Retry-After")
                                .flatMap(header -> RetryAfter.read(header, Instant.now())));
            default -> throw new Refused(base, status, message(answer.body()));
        };
    }

    private static JsonNode parsed(byte[] body) throws Passing {
        try {
            var node = JSON.readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            // told below
        }
        throw new Passing(Passing.Cause.BROKEN, "the answer is not JSON", Optional.empty());
    }

    private String said(byte[] body) {
        var message = message(body);
        return message.isEmpty() ? "" : ": " + message;
    }

    /** What a server says of a failure, in one line, without its key. */
    private String message(byte[] body) {
        var text = new String(body, 0, Math.min(body.length, 1 << 16), StandardCharsets.UTF_8);
        try {
            var node = JSON.readTree(text);
            var error = node.path("error");
            var told = error.isObject() ? error.path("message") : error.isMissingNode() ? node.path("detail") : error;
            // llama.cpp tells what is the matter by a type
            text = told.isMissingNode()
                    ? text
                    : told.asText() + error.path("type").asText("").transform(Transport::type);
        } catch (JsonProcessingException e) {
            // as it is
        }
        var line =
                Keys.hidden(key).apply(text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip());
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "..." : line;
    }

    private static String type(String type) {
        return type.isEmpty() ? "" : " [" + type + "]";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
