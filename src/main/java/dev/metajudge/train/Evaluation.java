package dev.metajudge.train;

/**
 * What a look at the held-out examples measured.
 *
 * @param step after which it was
 * @param epoch passes over the data done by then
 * @param loss mean loss
 * @param rewards means over the pairs; {@link Rewards#NONE} where the objective has none
 * @param tokens real tokens of the examples
 * @param seconds how long it took
 */
public record Evaluation(int step, double epoch, double loss, Rewards rewards, long tokens, double seconds) {}
