package dev.metajudge.store;

import java.util.Optional;

/**
 * A response.
 *
 * @param id "r1.p12.3": round, prompt, sample
 * @param sample from 1
 * @param model name of the model that wrote it
 * @param sampling id of its sampling settings
 * @param seed seed of the request that all samples of the prompt came from
 * @param characters length of the text in code points
 * @param finish "stop" or "length"
 * @param tokens tokens sampled
 * @param logprob their summed log-probability, natural logarithm
 * @param duplicateOf the earlier response with the same text, if any
 */
public record ResponseRow(
        String id,
        int round,
        String prompt,
        int sample,
        String model,
        String sampling,
        long seed,
        String text,
        int characters,
        String finish,
        int tokens,
        int promptTokens,
        Optional<Double> logprob,
        Optional<String> duplicateOf)
        implements Row {}
