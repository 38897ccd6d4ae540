package dev.metajudge.loop;

import java.util.Optional;

/**
 * A judgment of a rated response, sampled to learn from.
 *
 * @param response the response's id
 * @param sample 1-based
 * @param reason the text before the score, or all of it where there is no score
 * @param score what counts; empty for an unreadable or refused one
 * @param forced whether the score was forced
 * @param truncated whether the text was cut at the token limit
 */
public record SampledJudgment(
        String response, int sample, String reason, Optional<Double> score, boolean forced, boolean truncated) {}
