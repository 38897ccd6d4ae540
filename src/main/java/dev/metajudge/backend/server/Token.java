package dev.metajudge.backend.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A token as a server tells of it.
 *
 * @param bytes what it adds to the text
 * @param logprob natural logarithm of its probability, before temperature and filters
 * @param top the most probable tokens at its place, as many as were asked for and given
 */
record Token(byte[] bytes, double logprob, List<Token> top) {
    Token {
        top = List.copyOf(top);
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    double probability() {
        return Math.exp(logprob);
    }

    /** Reads a choice's "logprobs": those of chats, or those of completions as OpenAI and vLLM write them. */
    static Optional<List<Token>> of(JsonNode logprobs) {
        if (logprobs.path("content").isArray()) {
            return Optional.of(list(logprobs.path("content")));
        }
        if (!logprobs.path("tokens").isArray()) {
            return Optional.empty();
        }
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < logprobs.path("tokens").size(); i++) {
            List<Token> top = new ArrayList<>();
            logprobs.path("top_logprobs")
                    .path(i)
                    .properties()
                    .forEach(entry -> top.add(
                            new Token(utf8(entry.getKey()), entry.getValue().asDouble(), List.of())));
            tokens.add(new Token(
                    utf8(logprobs.path("tokens").path(i).asText("")),
                    logprobs.path("token_logprobs").path(i).asDouble(Double.NEGATIVE_INFINITY),
                    top));
        }
        return Optional.of(tokens);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a list as OpenAI's chats have it, which Ollama and llama.cpp write too. */
    static List<Token> list(JsonNode content) {
        List<Token> tokens = new ArrayList<>();
        for (JsonNode node : content) {
            tokens.add(new Token(
                    bytes(node),
                    node.path("logprob").asDouble(Double.NEGATIVE_INFINITY),
                    list(node.path("top_logprobs"))));
        }
        return tokens;
    }

    private static byte[] bytes(JsonNode node) {
        var given = node.path("bytes");
        if (!given.isArray() || given.isEmpty()) {
            return utf8(node.path("token").asText(""));
        }
        var bytes = new byte[given.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) given.get(i).asInt();
        }
        return bytes;
    }
}
