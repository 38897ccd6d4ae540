package dev.metajudge.store;

/**
 * A round that has begun.
 *
 * @param round from 1
 * @param model the model that answers, judges and is trained in it
 */
public record RoundRow(int round, String model) implements Row {}
