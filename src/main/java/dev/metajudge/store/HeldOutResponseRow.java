package dev.metajudge.store;

import java.util.Optional;

/**
 * A model's response to a held-out prompt.
 *
 * @param id "M1.p12": model, prompt
 * @param round the round in whose evaluation it was made
 * @param characters length in code points
 */
public record HeldOutResponseRow(
        String id,
        int round,
        String prompt,
        String model,
        String sampling,
        long seed,
        String text,
        int characters,
        String finish,
        int tokens,
        int promptTokens,
        Optional<Double> logprob)
        implements Row {}
