package dev.metajudge.config;

import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.backend.server.ServerKind;

/** Where a recipe's model runs. */
public enum Backend {
    /** In this process. */
    EMBEDDED,
    /** On an Ollama. */
    OLLAMA,
    /** On a server that speaks OpenAI's protocol. */
    OPENAI;

    /**
     * The model's source: as it is written for one in this process, else its address on the server.
     *
     * @param url the server's; empty for Ollama's usual one
     */
    String source(String model, String url) {
        return switch (this) {
            case EMBEDDED -> model;
            case OLLAMA -> address(ServerKind.OLLAMA, url.isEmpty() ? ServerAddress.OLLAMA : url, model);
            case OPENAI -> address(ServerKind.OPENAI, url, model);
        };
    }

    private static String address(ServerKind kind, String url, String model) {
        return ServerAddress.of(kind, url, model).spec();
    }
}
