package dev.metajudge.store;

import java.util.Optional;

/**
 * A response of others that every model judges.
 *
 * @param id "rated.7" or "pair.7.1"
 * @param source "ratings" or "pairwise"
 * @param humanScore on the file's own scale; empty for pairwise
 */
public record EvaluationItemRow(
        String id, int place, String source, String instruction, String response, Optional<Double> humanScore)
        implements Row {}
