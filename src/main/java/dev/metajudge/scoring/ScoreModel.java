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
 * @param reasoning how a judgment is written first; empty to score at once
 */
public record ScoreModel(Scorer scorer, Optional<Reasoning> reasoning) {
    /**
     * Judgments before scores.
     *
     * @param seed of an item's judgment, by its id
     */
    public record Reasoning(Sampler sampler, Sampling sampling, ToLongFunction<String> seed) {}
}
