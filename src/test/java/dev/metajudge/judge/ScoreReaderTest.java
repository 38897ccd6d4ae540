package dev.metajudge.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreReaderTest {
    private static final Rubric ONE_TO_FIVE = rubric(1, 5, false);
    private static final ScoreReader READER = new ScoreReader(ONE_TO_FIVE);
    private static final ScoreReader FRACTIONAL = new ScoreReader(rubric(1, 5, true));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Score: 4",
                "It is good.\nScore: 4",
                "It is good.\r\nScore: 4\r\n",
                "It is good.\rScore: 4",
                "It is good.\n\n  Score: 4  \n\n\n",
                "**Score:** 4",
                "**Score**: 4",
                "**Score: 4**",
                "__Score:__ 4.",
                "*Score: 4*.",
                "### Score: 4",
                "- **Score:** 4/5",
                "\u2022 Score: 4",
                "score: 4 out of 5",
                "SCORE:4",
                "Score : 4",
                "Score:\u00a04",
                "Score: **4**",
                "Score: **4**/5",
                "Score: 4 / 5",
                "Score: 4/5 points.",
                "Score: 4 points",
                "Score: 4.",
                "Score: 4\n---\n",
                "Score: 4\n***",
                "Score: 2\nOn reflection:\nScore: 4",
                "Score: n\nScore: 4",
                "```\nScore: 2\n```\nScore: 4",
                "He says \"Score: 5\" but no.\nScore: 4",
                "> Score: 5\n\nScore: 4",
                "\u201cScore: 5\u201d, it claims.\nScore: 4",
            })
    void readsTheScoreThatEndsTheJudgment(String text) {
        assertThat(READER.read(text)).isInstanceOfSatisfying(ScoreReading.Valid.class, valid -> {
            assertThat(valid.score()).isEqualTo(4);
            assertThat(valid.whole()).isTrue();
            AnswerSpan span = valid.span();
            assertThat(text.substring(span.value(), span.end())).isEqualTo("4");
            assertThat(text.substring(span.lead(), span.value()))
                    .startsWithIgnoringCase("score")
                    .contains(":");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MISSING|''",
                "MISSING|It deserves a 4.",
                "MISSING|The response says Score: 5",
                "MISSING|I would say: Score: 5",
                "MISSING|\"Score: 5\"",
                "MISSING|'''Score: 5'''",
                "MISSING|> Score: 5",
                "MISSING|`Score: 5`",
                "MISSING|<b>Score: 5",
                "MISSING|Scores: 5",
                "MISSING|Underscore: 5",
                "MISSING|Score 5",
                "MISSING|Score is: 5",
                "MISSING|Sc\u200bore: 5",
                "NO_VALUE|Score:",
                "NO_VALUE|**Score:** ",
                "NOT_A_VALUE|Score: n",
                "NOT_A_VALUE|Score: five",
                "NOT_A_VALUE|Score: <score>",
                "NOT_A_VALUE|Score: [4]",
                "NOT_A_VALUE|Score: +4",
                "NOT_A_VALUE|Score: --4",
                "NOT_A_VALUE|Score: 04",
                "NOT_A_VALUE|Score: .5",
                "NOT_A_VALUE|Score: \u0664",
                "NOT_A_VALUE|Score: \uff14",
                "NOT_A_VALUE|Score: 1111111111111111111111111111",
                "NOT_ONE_VALUE|Score: 4-5",
                "NOT_ONE_VALUE|Score: 4-",
                "NOT_ONE_VALUE|Score: 4\u20135",
                "NOT_ONE_VALUE|Score: 4 to 5",
                "NOT_ONE_VALUE|Score: 4 or 5",
                "NOT_ONE_VALUE|Score: 4, 5",
                "NOT_ONE_VALUE|Score: 4,5",
                "NOT_ONE_VALUE|Score: 4%",
                "NOT_ONE_VALUE|Score: 4x",
                "NOT_ONE_VALUE|Score: 4e0",
                "NOT_ONE_VALUE|Score: 4/",
                "NOT_ONE_VALUE|Score: 4 out",
                "NOT_ONE_VALUE|Score: 4 out of",
                "NOT_ONE_VALUE|Score: 4\"",
                "NOT_ONE_VALUE|Score: 4</response>",
                "NOT_ONE_VALUE|Score: 4 Score: 5",
                "NOT_ONE_VALUE|Score: 4.5.6",
                "OTHER_SCALE|Score: 4/10",
                "OTHER_SCALE|Score: 4 out of 55",
                "FRACTION|Score: 4.5",
                "FRACTION|Score: 4.0",
            })
    void saysWhyALineIsNoScore(Reason reason, String line) {
        for (String text : List.of(line, "Some reason.\n" + line, line + "\n")) {
            assertThat(READER.read(text)).as(text).isEqualTo(new ScoreReading.Unreadable(reason));
        }
    }

    @ParameterizedTest
    @CsvSource({"45,45", "0,0", "6,6", "-1,-1", "6/5,6", "100 out of 5,100", "5.5,5.5", "0.5,0.5"})
    void refusesANumberThatTheRubricLacks(String written, double value) {
        assertThat(READER.read("Good.\nScore: " + written))
                .isInstanceOfSatisfying(
                        ScoreReading.OutOfRange.class,
                        refused -> assertThat(refused.value()).isEqualTo(value));
    }

    @ParameterizedTest
    @CsvSource({"4.5,4.5,false", "4.0,4,false", "**4.25**/5,4.25,false", "4,4,true", "4.,4,true"})
    void readsFractionsWhereTheRubricAllowsThem(String written, double score, boolean whole) {
        String text = "Score: " + written;
        assertThat(FRACTIONAL.read(text)).isInstanceOfSatisfying(ScoreReading.Valid.class, valid -> {
            assertThat(valid.score()).isEqualTo(score);
            assertThat(valid.whole()).isEqualTo(whole);
            assertThat(Double.parseDouble(
                            text.substring(valid.span().value(), valid.span().end())))
                    .isEqualTo(score);
        });
    }

    /** What a response may bring a judge to repeat: none of it is the judge's own score. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_LAST|Score: 5\\nsays the response, which is wrong.",
                "NOT_LAST|The response ends so:\\nScore: 5\\nI do not agree.",
                "NOT_LAST|Score: 4\\n\\nThe response is good.",
                "NOT_LAST|```\\nScore: 5\\n```",
                "NOT_LAST|\"I like it.\\nScore: 5\\nBye.\"",
                "NOT_LAST|Score: 5\\n</response>",
                "NOT_LAST|Score: 5\\nWinner: Judgement A",
                "QUOTED|```\\nScore: 5",
                "QUOTED|~~~~\\n~~~\\nScore: 5",
                "QUOTED|```text\\na\\n```\\n````\\n```\\nScore: 5",
                "QUOTED|The response says \"well done.\\nScore: 5",
                "QUOTED|It says \u201cwell done.\\n\\nScore: 5",
                "QUOTED|Il dit \u00abbien.\\nScore: 5",
                "QUOTED|The response:\\n    Score: 5",
                "QUOTED|The response:\\n\\tScore: 5",
                "NOT_A_VALUE|Score: 5\\nScore: n",
                "NOT_ONE_VALUE|Score: 5\\nScore: 1-2",
                "MISSING|The response says\u2028Score: 5",
                "MISSING|The response says\u000bScore: 5",
                "MISSING|<|im_start|>assistant Score: 5",
            })
    void neverCountsAScoreThatTheJudgeOnlyQuotes(Reason reason, String escaped) {
        String text = escaped.replace("\\n", "\n").replace("\\t", "\t");
        assertThat(READER.read(text)).as(text).isEqualTo(new ScoreReading.Unreadable(reason));
    }

    @Test
    void readsAForcedScoreWhateverStandsBefore() {
        for (String before :
                List.of("", "\n", "```\nunclosed\n", "He said \"so\n", "Score: n\n", "x".repeat(70_000) + "\n")) {
            String text = before + "Score: 2";
            ScoreReading.Valid valid = READER.readForced(text);
            assertThat(valid.score()).isEqualTo(2);
            assertThat(text.substring(valid.span().lead(), valid.span().value()))
                    .isEqualTo("Score: ");
            assertThat(text.substring(valid.span().value(), valid.span().end())).isEqualTo("2");
        }
        for (String wrong : List.of("Score: 45", "Score: 2\n", "so Score: 2", "2", "")) {
            assertThatThrownBy(() -> READER.readForced(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyATextWithoutAnAnswerMayHaveOneForced() {
        assertThat(reason("Nice.").answered()).isFalse();
        assertThat(reason("Score: 5\nhe says.").answered()).isFalse();
        assertThat(reason("Score: n").answered()).isFalse();
        assertThat(reason("Score: 4-5").answered()).isTrue();
        assertThat(reason("Score: 8/10").answered()).isTrue();
        assertThat(reason("Score: 3.5").answered()).isTrue();
        assertThat(Reason.NOT_ONE_VALUE.label()).isEqualTo("not one value");
    }

    private static Reason reason(String text) {
        return ((ScoreReading.Unreadable) READER.read(text)).reason();
    }

    @Test
    void aRubricConfiguresTheReader() {
        var grade = new Rubric("grade", 0, 100, "Final grade: ", false, Rubric.Direction.LOWER);
        var reader = new ScoreReader(grade);
        assertThat(reader.read("**Final Grade:** 100/100"))
                .isEqualTo(new ScoreReading.Valid(100, true, new AnswerSpan(2, 17, 20)));
        assertThat(reader.read("Score: 50")).isEqualTo(new ScoreReading.Unreadable(Reason.MISSING));
        assertThat(reader.readForced("Final grade: 10").score()).isEqualTo(10);
        assertThat(grade.values()).hasSize(101).startsWith("0", "1").endsWith("100");
        assertThat(grade.merit(10)).isEqualTo(90);
        assertThat(ONE_TO_FIVE.merit(2)).isEqualTo(2);
        for (String lead :
                List.of("", "Score", "Score:", "Score:  ", ": ", "Sc(o+)re: ", "Score: \n", "a".repeat(70) + ": ")) {
            assertThatThrownBy(() -> new Rubric("bad", 1, 5, lead, false, Rubric.Direction.HIGHER))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bad");
        }
        assertThatThrownBy(() -> rubric(5, 5, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rubric(0, 100_000, false)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Quadratic reading would take minutes here. */
    @Test
    void hostileTextsAreReadWithoutBacktracking() {
        for (String hostile : List.of(
                "Score: ",
                "Score:",
                "*",
                "\n",
                "* * ",
                "\"",
                "```\n",
                "Score: 1\n",
                "`~",
                " ",
                "1",
                "\u201c",
                "-\n",
                "Score: 4 out of ")) {
            String most = hostile.repeat(AnswerLine.LONGEST_TEXT / hostile.length());
            for (int i = 0; i < 100; i++) {
                assertThat(READER.read(most) instanceof ScoreReading.Valid).isEqualTo(hostile.equals("Score: 1\n"));
            }
        }
        assertThat(READER.read("Score: 1\n".repeat(10_000))).isEqualTo(new ScoreReading.Unreadable(Reason.TOO_LONG));
    }

    /** Whatever is read as a score stands in the text as that number, on the last line with content. */
    @Test
    void aScoreReadFromRandomTextIsReallyThere() {
        var random = new SplittableRandom(7);
        String[] bits = {
            "Score", ":", " ", "\n", "4", "5", ".", "/", "-", "**", "\"", "```", "out of", "x", "\r", "9", ">"
        };
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(14); j >= 0; j--) {
                text.append(bits[random.nextInt(bits.length)]);
            }
            if (random.nextBoolean()) {
                text.append("\nScore: 4").append(bits[random.nextInt(bits.length)]);
            }
            if (FRACTIONAL.read(text.toString())
                    instanceof ScoreReading.Valid(double score, boolean whole, AnswerSpan span)) {
                valid++;
                String written = text.substring(span.value(), span.end());
                assertThat(Double.parseDouble(written)).isEqualTo(score).isBetween(1.0, 5.0);
                assertThat(written.matches(whole ? "[1-5]" : "[1-5]\\.[0-9]+")).isTrue();
                assertThat(text.substring(span.lead(), span.value())).matches("Score[ *]*:[ *]*");
                assertThat(text.substring(0, span.lead())).matches("(?s)(.*[\n\r])?[ *-]*");
                assertThat(text.substring(span.end())).doesNotContain("Score").doesNotContain("x");
            }
        }
        assertThat(valid).isGreaterThan(1_000);
    }

    private static Rubric rubric(int min, int max, boolean fractional) {
        return new Rubric("test", min, max, "Score: ", fractional, Rubric.Direction.HIGHER);
    }
}
