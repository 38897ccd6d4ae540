package dev.metajudge.preference;

import java.util.List;

/**
 * A setting that changes from round to round.
 *
 * @param entries one a round; the last entry holds for every round after it
 */
public record Schedule<T>(List<T> entries) {
    public Schedule {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a schedule needs one entry or more");
        }
    }

    /**
     * The setting of a round.
     *
     * @param round 1-based
     */
    public T at(int round) {
        if (round < 1) {
            throw new IllegalArgumentException("rounds are counted from 1, not " + round);
        }
        return entries.get(Math.min(round, entries.size()) - 1);
    }
}
