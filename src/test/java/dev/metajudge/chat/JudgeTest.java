package dev.metajudge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge as a library; the page's example is this file's. */
class JudgeTest {
    private static final Path RUBRIC = Path.of("prompts/judge/additive-5.md");

    /** Writes what it is told to, whatever it is asked. */
    private record Parrot(String text, FinishReason end) implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(text))
                    .finishReason(end)
                    .build();
        }
    }

    @Test
    void theExampleOfThePage() throws Exception {
        ChatModel model = new Parrot("Short and right.\nScore: 4", FinishReason.STOP);
        // example
        Judge judge = Judge.of(model, Path.of("prompts/judge/additive-5.md"));
        Judge.Judgment judgment = judge.score("Name a colour.", "Blue.");
        String told = judgment.score().map(score -> "score " + score).orElse("no score");
        // end
        assertThat(told).isEqualTo("score 4.0");
        var source = Files.readString(Path.of("src/test/java/dev/metajudge/chat/JudgeTest.java"));
        var example = source.substring(source.indexOf("// example\n") + 11, source.indexOf("        // end\n"))
                .replaceAll("(?m)^ {8}", "");
        assertThat(Path.of("src/site/markdown/reference/servers.md")).content().contains(example);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Score: 9 | out of range", "It is good. | missing", "Score: 4 or 5 | "})
    void aJudgmentWithoutAScoreSaysWhy(String text, String reason) {
        var judgment = Judge.of(new Parrot(text, FinishReason.LENGTH), RUBRIC).score("a", "b");
        assertThat(judgment.score()).isEmpty();
        assertThat(judgment.cut()).isTrue();
        assertThat(judgment.unreadable()).isPresent();
        Optional.ofNullable(reason)
                .ifPresent(told -> assertThat(judgment.unreadable()).contains(told));
    }
}
