package dev.metajudge.loop;

import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer;
import dev.metajudge.backend.ExpectedAnswer.Finding;
import dev.metajudge.judge.AnswerSpan;
import dev.metajudge.judge.WinnerReader;
import dev.metajudge.judge.WinnerReading;
import java.util.Optional;

/**
 * The answer of one who chooses between two things shown as A and B: how it must end, and how it is read.
 *
 * @param reader knows what the two are called
 */
record WinnerAnswer(WinnerReader reader) {
    /** @param force whether a text without a readable winner gets one forced */
    ExpectedAnswer ending(boolean force) {
        return new ExpectedAnswer("\n" + reader.lead(), WinnerReader.VALUES, force, this::find);
    }

    private Finding find(String text) {
        return switch (reader.read(text)) {
            case WinnerReading.Winner(WinnerReading.Shown shown, AnswerSpan span) ->
                new Finding.Found(span.lead(), span.value(), span.end());
            // A tie is an answer: nothing is forced on it.
            case WinnerReading.Tie tie -> new Finding.Refused();
            case WinnerReading.Unreadable unreadable -> new Finding.Missing();
        };
    }

    /** What the text says. */
    WinnerReading read(Completion choice) {
        return choice.forced() ? reader.readForced(choice.text()) : reader.read(choice.text());
    }

    Optional<String> distribution(Completion choice) {
        return choice.answer().map(answer -> JudgeRole.json(WinnerReader.VALUES, answer));
    }
}
