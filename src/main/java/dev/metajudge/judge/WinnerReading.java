package dev.metajudge.judge;

import java.util.Optional;

/** What a verdict's text says about the winner. */
public sealed interface WinnerReading {
    /** The judgment shown as A or as B won. */
    record Winner(Shown shown, AnswerSpan span) implements WinnerReading {}

    /** The meta-judge said that neither is better. */
    record Tie(AnswerSpan span) implements WinnerReading {}

    /** No winner that counts. */
    record Unreadable(Reason reason) implements WinnerReading {}

    /** 1 if A won, -1 if B did, 0 for neither or nothing readable: the paper's r (arXiv 2407.19594, section 2.2). */
    default int outcome() {
        return switch (this) {
            case Winner(Shown shown, AnswerSpan span) -> shown == Shown.A ? 1 : -1;
            case Tie tie -> 0;
            case Unreadable unreadable -> 0;
        };
    }

    /** Why nothing that counts could be read; empty where something could. */
    default Optional<Reason> unreadable() {
        return this instanceof Unreadable(Reason reason) ? Optional.of(reason) : Optional.empty();
    }

    /** The name under which a judgment was shown to the meta-judge. */
    enum Shown {
        A,
        B
    }
}
