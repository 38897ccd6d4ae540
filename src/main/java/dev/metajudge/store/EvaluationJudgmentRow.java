package dev.metajudge.store;

import java.util.Optional;

/**
 * A model's judgment of an evaluation item.
 *
 * @param id "M1.rated.7.j2"
 * @param outcome "valid", "forced", "unreadable", "out-of-range" or "truncated"
 */
public record EvaluationJudgmentRow(
        String id,
        int round,
        String item,
        String model,
        int sample,
        String template,
        String sampling,
        long seed,
        String text,
        int characters,
        String finish,
        int tokens,
        int promptTokens,
        Optional<Double> logprob,
        String outcome,
        Optional<Double> score,
        Optional<String> unreadable,
        Optional<String> distribution,
        Optional<Double> mass,
        Optional<Double> expected)
        implements Row {}
