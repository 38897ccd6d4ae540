package dev.metajudge.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WinnerReaderTest {
    private static final WinnerReader READER = new WinnerReader();

    @Test
    void readsTheWinnerOfResponses() {
        var reader = WinnerReader.ofResponses();
        assertThat(reader.lead()).isEqualTo("Winner: Response ");
        assertThat(reader.read("Clear.\n**Winner: Response B**"))
                .isInstanceOfSatisfying(
                        WinnerReading.Winner.class,
                        winner -> assertThat(winner.shown()).isEqualTo(WinnerReading.Shown.B));
        assertThat(reader.readForced("Hm\nWinner: Response A").shown()).isEqualTo(WinnerReading.Shown.A);
        assertThat(reader.read("Winner: Judgement A")).isInstanceOf(WinnerReading.Unreadable.class);
        assertThat(READER.read("Winner: Response A")).isInstanceOf(WinnerReading.Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A|Winner: Judgement A",
                "B|Winner: Judgment B",
                "B|A is wrong.\\nWinner: Judgement B.\\n",
                "A|**Winner:** Judgement A",
                "A|**Winner: Judgment A**",
                "B|Winner: judgement **B**",
                "B|## winner: JUDGEMENT B",
                "B|Winner: Judgement A\\nNo:\\nWinner: Judgement B",
            })
    void readsTheWinnerThatEndsTheVerdict(WinnerReading.Shown shown, String escaped) {
        String text = escaped.replace("\\n", "\n");
        assertThat(READER.read(text)).isInstanceOfSatisfying(WinnerReading.Winner.class, winner -> {
            assertThat(winner.shown()).isEqualTo(shown);
            assertThat(text.substring(winner.span().value(), winner.span().end()))
                    .isEqualTo(shown.name());
            assertThat(text.substring(winner.span().lead(), winner.span().value()))
                    .startsWithIgnoringCase("winner");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MISSING|''",
                "MISSING|Judgement A is the winner.",
                "MISSING|The winner: Judgement A",
                "MISSING|It says \"Winner: Judgement A\"",
                "MISSING|> Winner: Judgement A",
                "MISSING|Score: 5",
                "NO_VALUE|Winner:",
                "NO_VALUE|Winner: Judgement",
                "NOT_A_VALUE|Winner: A",
                "NOT_A_VALUE|Winner: Judgement C",
                "NOT_A_VALUE|Winner: Judgement a",
                "NOT_A_VALUE|Winner: [Judgement A]",
                "NOT_A_VALUE|Winner: Judgements A",
                "NOT_ONE_VALUE|Winner: Judgement A and B",
                "NOT_ONE_VALUE|'Winner: Judgement A|B'",
                "NOT_ONE_VALUE|Winner: Judgement A/B",
                "NOT_ONE_VALUE|Winner: Judgement AB",
                "NOT_ONE_VALUE|Winner: Judgement A (by far)",
                "NOT_ONE_VALUE|Winner: tie or A",
                "NOT_LAST|Winner: Judgement A\\nbecause it is longer.",
                "NOT_LAST|Winner: Judgement A\\n</judgement_b>",
                "QUOTED|```\\nWinner: Judgement A",
                "QUOTED|Judgement B says \"I like it.\\nWinner: Judgement A",
                "NOT_A_VALUE|Winner: Judgement A\\nWinner: neither",
            })
    void saysWhyThereIsNoWinner(Reason reason, String escaped) {
        String text = escaped.replace("\\n", "\n");
        assertThat(READER.read(text)).as(text).isEqualTo(new WinnerReading.Unreadable(reason));
    }

    @Test
    void readsATie() {
        assertThat(READER.read("Both fit.\nWinner: Tie.")).isEqualTo(new WinnerReading.Tie(new AnswerSpan(10, 18, 21)));
        assertThat(READER.read("**Winner:** draw")).isInstanceOf(WinnerReading.Tie.class);
    }

    @Test
    void readsAForcedWinner() {
        WinnerReading.Winner winner = READER.readForced("I say \"A\n" + WinnerReader.LEAD + "B");
        assertThat(winner).isEqualTo(new WinnerReading.Winner(WinnerReading.Shown.B, new AnswerSpan(9, 27, 28)));
        for (String wrong : List.of("", "Winner: Judgement C", "Winner: Judgment A", "Winner: Judgement A\n")) {
            assertThatThrownBy(() -> READER.readForced(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
