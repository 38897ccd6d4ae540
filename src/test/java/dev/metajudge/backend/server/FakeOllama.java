package dev.metajudge.backend.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Speaks as much of Ollama's protocol as is asked of it; its model always writes the same. */
final class FakeOllama implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONTEXT = 20_000;

    private final HttpServer server;

    FakeOllama() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange call) throws IOException {
        try (call) {
            var body = JSON.readTree(call.getRequestBody());
            int status = 200;
            String answer =
                    switch (call.getRequestURI().getPath()) {
                        case "/api/tags" ->
                            "{\"models\":[{\"name\":\"smollm2:latest\",\"digest\":\"" + "ab".repeat(32) + "\"}]}";
                        case "/api/version" -> "{\"version\":\"0.17.4\"}";
                        case "/api/show" -> "{\"capabilities\":[\"completion\"]}";
                        case "/api/generate" -> next();
                        case "/api/chat" -> {
                            if (body.path("_debug_render_only").asBoolean()) {
                                yield "{\"_debug_info\":{\"rendered_template\":\"user: hi\\nassistant:\"}}";
                            }
                            boolean trims = body.path("truncate").asBoolean(true);
                            boolean fits = body.path("messages")
                                            .path(0)
                                            .path("content")
                                            .asText()
                                            .length()
                                    < CONTEXT;
                            status = fits || trims ? 200 : 400;
                            yield fits || trims
                                    ? chat(body.path("options")
                                            .path("num_predict")
                                            .asInt())
                                    : "{\"error\":\"the input length exceeds the context length\"}";
                        }
                        default -> "{}";
                    };
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }

    private static String chat(int limit) {
        var logprobs = "{\"token\":\"a\",\"logprob\":-0.5},".repeat(limit).replaceAll(",$", "");
        return "{\"model\":\"smollm2\",\"message\":{\"role\":\"assistant\",\"content\":\"" + "a".repeat(limit)
                + "\"},\"done\":true,\"done_reason\":\"length\",\"prompt_eval_count\":9,\"eval_count\":" + limit
                + ",\"logprobs\":[" + logprobs + "]}";
    }

    /** 3 has a half of the probability, 4 a quarter; the rest is no score. */
    private static String next() {
        return "{\"response\":\"3\",\"done\":true,\"done_reason\":\"length\",\"prompt_eval_count\":9,\"eval_count\":1,"
                + "\"logprobs\":[{\"token\":\"3\",\"logprob\":-0.693147180559945,\"top_logprobs\":["
                + "{\"token\":\"3\",\"logprob\":-0.693147180559945},{\"token\":\"4\",\"logprob\":-1.38629436111989},"
                + "{\"token\":\"x\",\"logprob\":-2.0}]}]}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
