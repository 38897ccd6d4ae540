package dev.metajudge.scoring;

import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.backend.Reading;
import dev.metajudge.judge.AnswerSpan;
import dev.metajudge.judge.ScoreReader;
import dev.metajudge.judge.ScoreReading;
import java.util.Optional;

/** The answer that a judgment is expected to end with: its rubric's lead and a score. */
public final class JudgeAnswer {
    private JudgeAnswer() {}

    /**
     * What the backend is told about it.
     *
     * @param force whether a judgment without a score gets one forced
     * @param reading how layers are read at the score's place, if they are
     */
    public static ExpectedAnswer of(ScoreReader reader, boolean force, Optional<Reading> reading) {
        return new ExpectedAnswer(
                "\n" + reader.rubric().lead(), reader.rubric().values(), force, reading, text -> find(reader, text));
    }

    private static Finding find(ScoreReader reader, String text) {
        return switch (reader.read(text)) {
            case ScoreReading.Valid(double score, boolean whole, AnswerSpan span) ->
                // A fraction counts, but it is none of the values whose distribution could be read.
                whole ? new Finding.Found(span.lead(), span.value(), span.end()) : new Finding.Refused();
            case ScoreReading.OutOfRange outOfRange -> new Finding.Refused();
            case ScoreReading.Unreadable unreadable -> new Finding.Missing();
        };
    }
}
