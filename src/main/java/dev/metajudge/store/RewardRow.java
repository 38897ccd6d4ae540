package dev.metajudge.store;

import java.util.Optional;

/**
 * What a response is worth.
 *
 * @param judgments how many were made
 * @param valid how many of them have a score that counts
 * @param reward mean of the valid scores
 * @param variance variance of the valid scores, over their number
 */
public record RewardRow(
        String response,
        int round,
        String prompt,
        int judgments,
        int valid,
        Optional<Double> reward,
        Optional<Double> variance)
        implements Row {}
