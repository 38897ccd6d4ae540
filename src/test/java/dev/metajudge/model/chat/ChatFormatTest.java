package dev.metajudge.model.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import dev.metajudge.prompt.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatFormatTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyConversationReadsAsTheTemplateRendersIt() throws IOException {
        JsonNode golden =
                JSON.readTree(GOLDEN.resolve("chat-formats-smollm2.json").toFile());
        var format = new SmolLm2Format();
        assertThat(golden.get("cases")).hasSize(20);
        for (JsonNode expected : golden.get("cases")) {
            JsonNode conversation =
                    golden.get("conversations").get(expected.get("conversation").asInt());
            boolean open = expected.get("add_generation_prompt").asBoolean();
            assertThat(format.render(messages(conversation), open))
                    .isEqualTo(expected.get("text").asText());
        }
    }

    @Test
    void theTemplateIsRecognisedInEverySpellingOfItsLineBreaks() {
        String template = SmolLm2Format.TEMPLATE;
        for (String spelling :
                List.of(template, template + "\n", template.replace("\n", "\r\n"), template.replace("\n", "\\n"))) {
            assertThat(ChatFormat.of(Optional.of(spelling))).isEqualTo(new SmolLm2Format());
        }
    }

    @Test
    void aTemplateThatDiffersInOneLetterIsNotRecognised() {
        String other = SmolLm2Format.TEMPLATE.replace("named SmolLM", "named SmolLN");
        ChatFormat format = ChatFormat.of(Optional.of(other));
        assertThat(format).isInstanceOf(UnknownFormat.class);
        assertThat(format.stops()).isEmpty();
        assertThatThrownBy(() -> format.render(List.of(Message.user("Hi")), true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("chat template")
                .hasMessageContaining("{% for message in messages %}");
    }

    @Test
    void aModelWithoutATemplateRefusesConversations() {
        ChatFormat format = ChatFormat.of(Optional.empty());
        assertThatThrownBy(() -> format.render(List.of(), false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no chat template");
    }

    static List<Message> messages(JsonNode conversation) {
        var messages = new ArrayList<Message>();
        for (JsonNode message : conversation) {
            var role = Message.Role.valueOf(message.get("role").asText().toUpperCase(Locale.ROOT));
            messages.add(new Message(role, message.get("content").asText()));
        }
        return messages;
    }
}
