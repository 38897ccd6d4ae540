package dev.metajudge.preference;

/**
 * One verdict of the meta-judge on two judgments.
 *
 * @param first index of the judgment shown first (as A)
 * @param second index of the judgment shown second (as B)
 */
public record Battle(int first, int second, Outcome outcome) {
    public Battle {
        if (first < 0 || second < 0 || first == second) {
            throw new IllegalArgumentException("a battle of " + first + " against " + second);
        }
    }

    /** Who won. */
    public enum Outcome {
        /** The judgment shown first: the paper's r = +1. */
        FIRST,
        /** The judgment shown second: r = -1. */
        SECOND,
        /** A tie, or unreadable: r = 0. */
        UNDECIDED
    }
}
