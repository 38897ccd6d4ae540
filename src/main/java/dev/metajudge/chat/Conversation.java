package dev.metajudge.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.Request;
import dev.metajudge.backend.Sampling;
import dev.metajudge.prompt.Message;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** langchain4j's requests as ours. What has no meaning here is refused, not left out. */
final class Conversation {
    private static final int MAX_TOKENS = 512;

    private Conversation() {}

    static Request request(ChatRequest request, long seed) {
        var parameters = request.parameters();
        refuse(!parameters.toolSpecifications().isEmpty(), "tools");
        refuse(parameters.frequencyPenalty() != null || parameters.presencePenalty() != null, "penalties");
        refuse(
                parameters.responseFormat() != null && !ResponseFormat.TEXT.equals(parameters.responseFormat()),
                "response formats other than text");
        var messages = request.messages().stream().map(Conversation::message).toList();
        return new Request("chat", new Input.Chat(messages), 1, sampling(parameters), seed, Optional.empty());
    }

    private static Sampling sampling(ChatRequestParameters parameters) {
        return new Sampling(
                Objects.requireNonNullElse(parameters.temperature(), 1.0),
                Objects.requireNonNullElse(parameters.topP(), 1.0),
                Objects.requireNonNullElse(parameters.topK(), 0),
                0,
                Objects.requireNonNullElse(parameters.maxOutputTokens(), MAX_TOKENS),
                Objects.requireNonNullElse(parameters.stopSequences(), List.of()));
    }

    private static Message message(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> Message.system(system.text());
            case UserMessage user -> {
                refuse(!user.hasSingleText(), "anything but text in a user's message");
                yield Message.user(user.singleText());
            }
            case AiMessage answer -> Message.assistant(Objects.requireNonNullElse(answer.text(), ""));
            default -> throw new UnsupportedFeatureException(message.type() + " messages are not supported");
        };
    }

    /** Ours as langchain4j's. */
    static ChatMessage chat(Message message) {
        return switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.content());
            case USER -> UserMessage.from(message.content());
            case ASSISTANT -> AiMessage.from(message.content());
        };
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw new UnsupportedFeatureException(what + " are not supported by a model in this process");
        }
    }
}
