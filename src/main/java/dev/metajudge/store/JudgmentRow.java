package dev.metajudge.store;

import java.util.Optional;

/**
 * A judgment.
 *
 * @param id "r1.p12.3.j2": response, sample
 * @param prompt the prompt that the response answers
 * @param response the response judged
 * @param sample from 1
 * @param model name of the model that judged
 * @param template hash of the judge's template
 * @param sampling id of its sampling settings
 * @param seed seed of the request that all judgments of the response came from
 * @param text what the judge wrote, a forced score at its end
 * @param characters length of the text in code points
 * @param finish "stop" or "length"
 * @param logprob summed log-probability of the sampled tokens, natural logarithm
 * @param forced whether the score was forced
 * @param score the score, when one counts
 * @param unreadable why there is none: "missing", "out of range" or another reason
 * @param distribution over the allowed scores, as JSON
 * @param mass what the allowed scores held of the whole distribution
 * @param expected the distribution's expectation, or, with judge.reward lager, that over all layers
 * @param layers the layers' logits that it was made of, as JSON, with judge.reward lager
 */
public record JudgmentRow(
        String id,
        int round,
        String prompt,
        String response,
        int sample,
        String model,
        String template,
        String sampling,
        long seed,
        String text,
        int characters,
        String finish,
        int tokens,
        int promptTokens,
        Optional<Double> logprob,
        boolean forced,
        Optional<Double> score,
        Optional<String> unreadable,
        Optional<String> distribution,
        Optional<Double> mass,
        Optional<Double> expected,
        Optional<String> layers)
        implements Row {}
