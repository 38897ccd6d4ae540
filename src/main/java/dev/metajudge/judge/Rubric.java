package dev.metajudge.judge;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How a judgment's score is written and read, as a judge template's front matter says it.
 *
 * @param name names the rubric in messages
 * @param min the lowest score
 * @param max the highest score, at most {@value #WIDEST} above {@code min}
 * @param lead what stands before the score: words, a colon, a blank ("Score: ")
 * @param fractional whether a written fraction ("4.5") counts; forced scores are whole in any case
 * @param direction whether a higher score is a better one
 */
public record Rubric(String name, int min, int max, String lead, boolean fractional, Direction direction) {
    /** So many scores at most, since each is an answer that can be forced. */
    public static final int WIDEST = 1_000;

    private static final int LONGEST_LEAD = 60;

    /** Which end of the range is the good one. */
    public enum Direction {
        HIGHER,
        LOWER
    }

    public Rubric {
        require(min >= 0 && max > min, name, "needs 0 <= min < max, not " + min + " and " + max);
        require(max - min <= WIDEST, name, "spans more than " + WIDEST + " scores");
        require(lead.length() <= LONGEST_LEAD, name, "has a lead longer than " + LONGEST_LEAD + " characters");
        require(
                lead.matches("[A-Za-z][A-Za-z ]*: "),
                name,
                "needs a lead of words, a colon and one blank (\"Score: \"), not \"" + lead + "\"");
    }

    /** The lead without colon and blank: "Score". */
    public String keyword() {
        return lead.substring(0, lead.length() - 2).strip();
    }

    /** Every whole score as it is written, lowest first: "1" to "5". */
    public List<String> values() {
        return IntStream.rangeClosed(min, max).mapToObj(Integer::toString).toList();
    }

    /** The score on a scale where higher is better: mirrored in the range if the rubric counts downwards. */
    public double merit(double score) {
        return switch (direction) {
            case HIGHER -> score;
            case LOWER -> min + max - score;
        };
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("rubric " + name + " " + rule);
        }
    }
}
