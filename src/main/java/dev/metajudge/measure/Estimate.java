package dev.metajudge.measure;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure, or a difference of two, with its interval.
 *
 * @param items how many it was measured on
 * @param value empty where it is undefined
 * @param interval empty where it is undefined, or of fewer than {@value #LEAST_ITEMS} items: resamples of so few are
 *     too much alike to say anything
 */
public record Estimate(int items, OptionalDouble value, Optional<Interval> interval) {
    static final int LEAST_ITEMS = 5;

    /** Whether the interval lies wholly on one side of zero. */
    public boolean excludesZero() {
        return interval.isPresent() && !interval.get().contains(0);
    }
}
