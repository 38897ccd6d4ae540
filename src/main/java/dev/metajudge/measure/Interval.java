package dev.metajudge.measure;

/**
 * A bootstrap interval.
 *
 * @param undefined how many resamples left the statistic undefined; the interval is of the others
 */
public record Interval(double low, double high, int undefined) {
    /** Whether a value lies in it, borders included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
