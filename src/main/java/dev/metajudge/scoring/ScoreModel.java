package dev.metajudge.scoring;

import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.Scorer;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The model at work.
 *
 * @param scorer reads scores
 * @param judgments how judgments are written, in which scores are read; empty to score at once
 */
public record ScoreModel(Scorer scorer, Optional<Judgments> judgments) {
    /**
     * Judgments in which scores are read.
     *
     * @param seed of an item's judgments, by its id
     * @param samples judgments an item; more than one for {@link ScorerKind#SAMPLES} alone
     */
    public record Judgments(Sampler sampler, Sampling sampling, ToLongFunction<String> seed, int samples) {
        public Judgments {
            if (samples < 1) {
                throw new IllegalArgumentException("samples must be 1 or more, not " + samples);
            }
        }
    }
}
