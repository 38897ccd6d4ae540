package dev.metajudge.store;

/**
 * A stage that has begun.
 *
 * @param stage its name
 * @param place its place in the round's order of stages, from 1
 * @param total how many items it makes
 */
public record StageRow(int round, String stage, int place, int total) implements Row {}
