package dev.metajudge.store;

/**
 * A place's weight in a round.
 *
 * @param place 1: shown first, 2: shown second
 * @param wins verdicts won by the judgment shown there
 * @param weight how much a win there counts
 */
public record PositionWeightRow(int round, int place, int wins, double weight) implements Row {}
