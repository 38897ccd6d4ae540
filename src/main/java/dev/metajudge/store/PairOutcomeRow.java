package dev.metajudge.store;

import java.util.Optional;

/**
 * What came of a prompt in a round.
 *
 * @param kind "actor" or "judge"
 * @param outcome "pair", or why there is none
 * @param pair the pair's id, when there is one
 */
public record PairOutcomeRow(int round, String prompt, String kind, String outcome, Optional<String> pair)
        implements Row {}
