package dev.metajudge.backend;

import java.util.Optional;

/**
 * One prompt to be sampled.
 *
 * @param id names the request in messages
 * @param prompt what the model reads
 * @param samples how many independent completions
 * @param sampling how tokens are chosen
 * @param seed the request's own seed; sample k's tokens depend on (seed, k) and the prompt
 * @param ending the answer expected at the end of each completion, if any
 */
public record Request(
        String id, Input prompt, int samples, Sampling sampling, long seed, Optional<ExpectedAnswer> ending) {
    public Request {
        if (samples < 1) {
            throw new IllegalArgumentException("request " + id + ": samples must be 1 or more, not " + samples);
        }
    }
}
