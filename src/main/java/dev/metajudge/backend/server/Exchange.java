package dev.metajudge.backend.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call as langchain4j makes it, by its extension point for HTTP clients: adds to the body what langchain4j has no
 * parameter for, and keeps the server's answer, of which langchain4j reads only a part. The headers that langchain4j
 * sets stay behind; {@link Transport} has the key.
 */
final class Exchange implements HttpClient, HttpClientBuilder {
    private static final JsonMapper JSON = new JsonMapper();

    private final Transport transport;
    private final Map<String, ?> more;
    private @Nullable JsonNode answer;
    private @Nullable RuntimeException failure;

    /** @param more top-level fields added to the body */
    Exchange(Transport transport, Map<String, ?> more) {
        this.transport = transport;
        this.more = Map.copyOf(more);
    }

    /** Makes the call; what failed in it comes out as it was, not as langchain4j would tell it. */
    <T> T run(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException told) {
            throw failure == null ? told : failure;
        }
    }

    /** The server's answer. */
    JsonNode answer() {
        if (answer == null) {
            throw new IllegalStateException("no call was made");
        }
        return answer;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        try {
            var body = (ObjectNode) JSON.readTree(request.body());
            more.forEach((name, value) -> body.set(name, JSON.valueToTree(value)));
            var got = transport.post(URI.create(request.url()), body.toString());
            answer = got;
            return SuccessfulHttpResponse.builder()
                    .statusCode(200)
                    .headers(Map.of())
                    .body(got.toString())
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("langchain4j's request is not JSON", e);
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("a server's answers are read whole");
    }

    @Override
    public HttpClient build() {
        return this;
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ZERO;
    }

    /** The transport has its own. */
    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ZERO;
    }

    /** The transport has its own. */
    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }
}
