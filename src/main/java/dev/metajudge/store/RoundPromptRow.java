package dev.metajudge.store;

/**
 * A prompt's use in a round.
 *
 * @param round the round
 * @param place place in the round's order of work, from 1
 * @param prompt the prompt's id
 */
public record RoundPromptRow(int round, int place, String prompt) implements Row {}
