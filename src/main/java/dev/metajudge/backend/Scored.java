package dev.metajudge.backend;

/** What came of a {@link ScoreRequest}. */
public sealed interface Scored {
    /** The distribution over the values, with the layers' logits if they were asked for and the backend has them. */
    record Read(ExpectedAnswer.Distribution distribution, int promptTokens) implements Scored {}

    /** The prompt is longer than the model reads; nothing was computed. */
    record TooLong(int promptTokens, int most) implements Scored {}

    /** The backend gives no distribution over the values there. */
    record Unread(String reason) implements Scored {}
}
