package dev.metajudge.store;

import java.util.Optional;

/**
 * A model's choice between the two responses of a human choice, in one order.
 *
 * @param id "M1.pair.7.v2-1"
 * @param outcome 1 the one shown first won, -1 the second, 0 neither
 */
public record EvaluationChoiceRow(
        String id,
        int round,
        String pair,
        String model,
        String shownFirst,
        String shownSecond,
        String template,
        String sampling,
        long seed,
        String text,
        String finish,
        int tokens,
        int promptTokens,
        Optional<Double> logprob,
        boolean forced,
        int outcome,
        Optional<String> unreadable,
        Optional<String> distribution,
        Optional<Double> mass)
        implements Row {}
