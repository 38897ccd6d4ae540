package dev.metajudge.measure;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A scale of whole scores, such as 1-5, 0-9 or 1-100. Means of them lie between its ends.
 *
 * @param low the lowest score
 * @param high the highest
 */
public record RatingRange(int low, int high) {
    /** More labels than this are no scale that a judge can use. */
    public static final int MOST_LABELS = 1001;

    private static final Pattern TEXT = Pattern.compile("\\s*(-?\\d{1,6})\\s*(?:-|\\.\\.)\\s*(-?\\d{1,6})\\s*");

    public RatingRange {
        if (high <= low || (long) high - low >= MOST_LABELS) {
            throw new IllegalArgumentException("a range goes from a lower to a higher whole number, at most "
                    + (MOST_LABELS - 1) + " above it, not " + low + "-" + high);
        }
    }

    /** "1-5" or "1..5"; empty if it is neither. */
    public static Optional<RatingRange> parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int low = Integer.parseInt(match.group(1));
        int high = Integer.parseInt(match.group(2));
        return high <= low || high - low >= MOST_LABELS ? Optional.empty() : Optional.of(new RatingRange(low, high));
    }

    /** How many whole scores there are. */
    public int size() {
        return high - low + 1;
    }

    /** Every whole score, from the lowest. */
    public int[] labels() {
        return IntStream.rangeClosed(low, high).toArray();
    }

    public boolean contains(double score) {
        return score >= low && score <= high;
    }

    /** The whole score nearest to a value, halves up; the nearer end for one outside. */
    public int nearest(double score) {
        return (int) Math.clamp(Math.floor(score + 0.5), low, high);
    }

    /** A score of another range at the same place in this one; linear. */
    public double from(double score, RatingRange other) {
        return other.equals(this)
                ? score
                : low + (score - other.low) * (high - low) / ((double) other.high - other.low);
    }

    /** 1-5 */
    @Override
    public String toString() {
        return low + "-" + high;
    }
}
