package dev.metajudge.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rubrics that are shipped, as questions about items. */
class ScoreQuestionTest {
    private static final Path PROMPTS = Path.of("prompts");

    @Test
    void theRangeGoesIntoATemplateThatNamesIt() {
        var question = ScoreQuestion.ofTemplate("quality", PROMPTS, Optional.of(new ScoreRange(0, 9)));
        assertThat(question.fields()).containsExactly("context", "criterion", "response");
        assertThat(question.rubric().values()).hasSize(10).startsWith("0").endsWith("9");
        var item = new ScoreItem(
                "a", 1, Map.of("context", "C", "criterion", "{{min}}", "response", "R"), OptionalDouble.empty());
        assertThat(question.prompt(item))
                .isInstanceOfSatisfying(
                        Input.Chat.class,
                        chat -> assertThat(chat.messages().getLast().content())
                                .contains("from 0 to 9")
                                .contains("<criterion>\n{{min}}\n</criterion>"));
        assertThat(question.lead()).isEqualTo("Score: ");
    }

    @Test
    void aTemplateWrittenForItsOwnRangeRefusesAnother() {
        var own = Optional.of(new ScoreRange(1, 5));
        assertThat(ScoreQuestion.ofTemplate("additive-5", PROMPTS, own).rubric().max())
                .isEqualTo(5);
        assertThatThrownBy(() -> ScoreQuestion.ofTemplate("additive-5", PROMPTS, Optional.of(new ScoreRange(1, 10))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is written for scores from 1-5");
        assertThat(ScoreQuestion.ofTemplate("prompts/judge/answer-1-10.md", PROMPTS, Optional.empty())
                        .rubric()
                        .values())
                .endsWith("9", "10");
    }

    @Test
    void aMisspeltRubricIsToldTheNearest() {
        assertThatThrownBy(() -> ScoreQuestion.ofTemplate("qualty", PROMPTS, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("did you mean 'quality'");
    }

    @Test
    void rawTextsEndWhereTheScoreBegins() {
        var question = ScoreQuestion.ofTexts(Optional.empty());
        assertThat(question.lead()).isEmpty();
        assertThat(question.fields()).containsExactly("text");
        assertThat(question.rubric().values()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5-1", "1-1", "a-b", "1-5000", "-1-5", "1 - 5"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> ScoreRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
