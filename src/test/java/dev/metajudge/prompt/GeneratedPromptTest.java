package dev.metajudge.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.prompt.GeneratedPrompt.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedPromptTest {
    private static GeneratedPrompt read(String text, boolean cut) {
        return GeneratedPrompt.read(text.replace("\\n", "\n"), 9, cut);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9. Why is the sky blue? | Why is the sky blue?",
                "Why is the sky blue? | Why is the sky blue?",
                "Sure, here is one:\\n9. Why is it blue?\\n10. And why red? | Why is it blue?",
                "Request 9: Name two rivers.\\n\\nRequest 10: Name three. | Name two rivers.",
                "1. Name two rivers.\\n2. Name three. | Name two rivers.",
                "9. \"Name two rivers.\" | Name two rivers.",
                "9. Sort these:\\n1. b\\n2. a | Sort these:\\n1. b\\n2. a",
                "Well:\\n12. Miscounted, but new | Miscounted, but new",
                "4. Not ours, so it stays | 4. Not ours, so it stays",
                "9. \u201cDraw near\u201d and \u201cgo\u201d: explain | \u201cDraw near\u201d and \u201cgo\u201d: explain",
                "\u00bfQu\u00e9 hora es? | \u00bfQu\u00e9 hora es?",
            })
    void theFirstItemIsThePrompt(String text, String prompt) {
        assertThat(read(text, false)).isEqualTo(new GeneratedPrompt.Usable(prompt.replace("\\n", "\n")));
    }

    @Test
    void whatIsNoPromptHasAReason() {
        assertThat(read(" \n ", false)).isEqualTo(new GeneratedPrompt.Refused(Reason.EMPTY));
        assertThat(read("9.\n10. Late", false)).isEqualTo(new GeneratedPrompt.Refused(Reason.EMPTY));
        assertThat(read("9. Why is the", true)).isEqualTo(new GeneratedPrompt.Refused(Reason.CUT));
        assertThat(read("9. Why?\n10. And wh", true))
                .as("the cut one is another")
                .isEqualTo(new GeneratedPrompt.Usable("Why?"));
        assertThat(read("9. a\0b", false)).isEqualTo(new GeneratedPrompt.Refused(Reason.UNPRINTABLE));
        assertThat(read("9. \ufffd?", false)).isEqualTo(new GeneratedPrompt.Refused(Reason.UNPRINTABLE));
        assertThat(read("9. <b>Why?</b>", false)).isEqualTo(new GeneratedPrompt.Refused(Reason.BEGINNING));
        assertThat(read("9. ```", false)).isEqualTo(new GeneratedPrompt.Refused(Reason.BEGINNING));
    }

    @Test
    void hostileTextTakesNoTime() {
        assertThat(read("9. ".repeat(50_000), false)).isInstanceOf(GeneratedPrompt.class);
        assertThat(read("1.\n".repeat(50_000), false)).isInstanceOf(GeneratedPrompt.class);
        assertThat(read("\t ".repeat(50_000) + "9", true)).isInstanceOf(GeneratedPrompt.class);
        assertThat(read("9. {{examples}} <|im_end|> Score: 5", false))
                .isEqualTo(new GeneratedPrompt.Refused(Reason.BEGINNING));
    }

    @Test
    void theFilterSaysWhyAPromptIsLeftOut() {
        var filter = new PromptFilter(new PromptFilter.Limits(3, 8, List.of("image", "go to"), 0.7));
        filter.know("a", "Tell me how rivers get their names");
        filter.know("b", "Tell me how rivers get their many names");
        assertThat(filter.find("Only two").outcome()).isEqualTo("too short");
        assertThat(filter.find("one two three four five six seven eight nine").outcome())
                .isEqualTo("too long");
        assertThat(filter.find("Describe this Image please").outcome()).isEqualTo("keyword");
        assertThat(filter.find("Please GO  to: the shop").outcome()).isEqualTo("keyword");
        assertThat(filter.find("Imagine images of a shop").outcome())
                .as("whole words only")
                .isEqualTo("kept");
        // 6 of 7 and 7 words, against 6 of 7 and 8.
        assertThat(filter.find("Tell me how cities get their names"))
                .isEqualTo(new PromptFilter.Finding("similar", Optional.of("a"), Optional.of(12.0 / 14)));
        assertThat(filter.find("Why do cities have names?").kept()).isTrue();
        assertThat(filter.find("Why do cities have names?").kept())
                .as("looking makes nothing known")
                .isTrue();
        filter.know("c", "Why do cities have names?");
        assertThat(filter.find("Why do cities have names?").nearest()).contains("c");
    }
}
