package dev.metajudge.store;

import java.util.Optional;

/**
 * A choice between two models' responses to a held-out prompt.
 *
 * @param id "M1.p12-M0.p12": response shown first, response shown second
 * @param round the round whose new model is compared
 * @param opponent the earlier model
 * @param judge the model that chose
 * @param outcome 1: the one shown first won, -1: the second, 0: neither or unreadable
 * @param unreadable why no winner could be read
 * @param distribution over A and B, as JSON
 * @param mass what A and B held of the whole distribution
 */
public record ComparisonRow(
        String id,
        int round,
        String prompt,
        String opponent,
        String shownFirst,
        String shownSecond,
        String judge,
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
