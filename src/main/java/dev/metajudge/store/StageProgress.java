package dev.metajudge.store;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a stage is.
 *
 * @param total items that the stage makes
 * @param done items made
 * @param tokens tokens sampled, or trained on
 * @param seconds time spent on batches that were written
 * @param tokensPerSecond tokens over seconds
 * @param lastAt when the last batch was written
 */
public record StageProgress(
        int round,
        String stage,
        int total,
        int done,
        long tokens,
        double seconds,
        Optional<Double> tokensPerSecond,
        Optional<Instant> lastAt) {
    public boolean finished() {
        return done >= total;
    }
}
