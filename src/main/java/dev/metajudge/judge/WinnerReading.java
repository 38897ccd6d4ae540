package dev.metajudge.judge;

/** What a verdict's text says about the winner. */
public sealed interface WinnerReading {
    /** The judgment shown as A or as B won. */
    record Winner(Shown shown, AnswerSpan span) implements WinnerReading {}

    /** The meta-judge said that neither is better. */
    record Tie(AnswerSpan span) implements WinnerReading {}

    /** No winner that counts. */
    record Unreadable(Reason reason) implements WinnerReading {}

    /** The name under which a judgment was shown to the meta-judge. */
    enum Shown {
        A,
        B
    }
}
