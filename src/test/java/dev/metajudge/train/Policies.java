package dev.metajudge.train;

import dev.metajudge.model.engine.TorchModule;
import java.util.Objects;

/** Policies for tests, with numbers of the test's own. */
final class Policies {
    private Policies() {}

    /** A policy with these numbers, before its first step. */
    static Policy of(TorchModule module, Parameters learned, boolean recompute, float[] weights) {
        return new Policy(module, learned, recompute)
                .begin(
                        (name, vector) -> vector.put(0, name.equals("weights") ? weights : new float[weights.length]),
                        false);
    }

    /** One of its vectors, by its name in a checkpoint. */
    static float[] numbers(Policy policy, String name) {
        return Objects.requireNonNull(policy.vectors().get(name)).floats();
    }
}
