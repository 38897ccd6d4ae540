package dev.metajudge.store;

/**
 * A batch that was written.
 *
 * @param batch its number in the stage's order of work, from 1
 * @param items items made
 * @param tokens tokens sampled
 * @param seconds how long it took
 */
public record StageBatchRow(int round, String stage, int batch, int items, long tokens, double seconds)
        implements Row {}
