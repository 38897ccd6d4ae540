package dev.metajudge.scoring;

import dev.metajudge.judge.Rubric;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole scores from {@code min} to {@code max}; written "1-5". */
public record ScoreRange(int min, int max) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,4})-([0-9]{1,4})");

    public ScoreRange {
        if (min < 0 || max <= min || max - min > Rubric.WIDEST) {
            throw new IllegalArgumentException(
                    "a range is two whole numbers from 0 on, the lower first, at most " + Rubric.WIDEST + " apart");
        }
    }

    /**
     * Reads "1-5".
     *
     * @throws IllegalArgumentException if that is no range
     */
    public static ScoreRange parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no range; write 1-5, 0-9 or 1-100");
        }
        return new ScoreRange(Integer.parseInt(written.group(1)), Integer.parseInt(written.group(2)));
    }

    public static ScoreRange of(Rubric rubric) {
        return new ScoreRange(rubric.min(), rubric.max());
    }

    @Override
    public String toString() {
        return min + "-" + max;
    }
}
