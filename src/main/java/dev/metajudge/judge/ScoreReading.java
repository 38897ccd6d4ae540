package dev.metajudge.judge;

/** What a judgment's text says about the score. */
public sealed interface ScoreReading {
    /**
     * A score that counts.
     *
     * @param whole whether it was written without a fraction, that is, as one of {@link Rubric#values()}
     */
    record Valid(double score, boolean whole, AnswerSpan span) implements ScoreReading {}

    /** No score that counts. */
    record Unreadable(Reason reason) implements ScoreReading {}

    /** A number in the right form that the rubric does not have ("Score: 45"): kept, never counted. */
    record OutOfRange(double value, AnswerSpan span) implements ScoreReading {}
}
