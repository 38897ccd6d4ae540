package dev.metajudge.store;

import java.util.Optional;

/**
 * A verdict.
 *
 * @param id "r1.p12.3.v1-2": response, sample shown first, sample shown second
 * @param shownFirst the judgment shown as A
 * @param shownSecond the judgment shown as B
 * @param outcome 1: A won, -1: B won, 0: neither or unreadable
 * @param unreadable why no winner could be read
 * @param distribution over A and B, as JSON
 * @param mass what A and B held of the whole distribution
 */
public record VerdictRow(
        String id,
        int round,
        String prompt,
        String response,
        String shownFirst,
        String shownSecond,
        String model,
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
