package dev.metajudge.store;

/**
 * A pair of evaluation items between which a person chose.
 *
 * @param preferred 1 the first, -1 the second, 0 neither
 */
public record HumanChoiceRow(String id, int place, String firstItem, String secondItem, int preferred) implements Row {}
