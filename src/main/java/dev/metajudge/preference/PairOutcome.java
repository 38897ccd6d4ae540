package dev.metajudge.preference;

import java.util.Locale;

/**
 * What pairing made of one prompt's responses, or of one response's judgments.
 *
 * @param <T> what the caller pairs
 */
public sealed interface PairOutcome<T> {
    /** A preference pair. */
    record Pair<T>(T chosen, T rejected) implements PairOutcome<T> {}

    /** No pair, and why. */
    record NoPair<T>(Reason reason) implements PairOutcome<T> {}

    /** Why there is no pair. Stored and counted in reports, so names are kept. */
    enum Reason {
        /** Fewer than two items have a reward or rating. */
        TOO_FEW,
        /** The highest and the lowest reward or rating are equal. */
        ALL_EQUAL,
        /** The tier of the chosen and that of the rejected touch (rho of one half or more). */
        TIERS_MEET,
        /** The chosen one is longer than the limit. */
        CHOSEN_TOO_LONG,
        /** Both judgments gave the same score. */
        SAME_SCORE;

        /** The name that tables and reports use. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
