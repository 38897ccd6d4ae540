package dev.metajudge.backend;

import java.util.List;
import java.util.Optional;

/**
 * The port for scores without sampling: prompts in, distributions over an answer's values out, at the place where the
 * value stands. The result is a function of the batch alone.
 */
public interface Scorer {
    /** What stands at each request's score position, in the batch's order. */
    List<Scored> score(List<ScoreRequest> batch);

    /**
     * Whether a prompt, with so many tokens to come after it, is longer than the model reads; empty where it fits, and
     * where the backend cannot tell.
     */
    Optional<Scored.TooLong> tooLong(Input prompt, int more);
}
