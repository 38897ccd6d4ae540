package dev.metajudge.backend.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The protocol that a server speaks. */
public enum ServerKind {
    /** Ollama's own. */
    OLLAMA,
    /** OpenAI's, which llama.cpp, vLLM and many others speak. */
    OPENAI;

    /** As addresses and recipes write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ServerKind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }
}
