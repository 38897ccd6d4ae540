package dev.metajudge.backend.server;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.metajudge.UserError;
import dev.metajudge.prompt.Message;
import java.net.URI;
import java.util.List;

/** Conversations as langchain4j has them. */
final class Prompts {
    private Prompts() {}

    static ChatRequest request(List<Message> messages) {
        return ChatRequest.builder().messages(chat(messages)).build();
    }

    static List<ChatMessage> chat(List<Message> messages) {
        return messages.stream().map(Prompts::message).toList();
    }

    private static ChatMessage message(Message message) {
        return switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.content());
            case USER -> UserMessage.from(message.content());
            case ASSISTANT -> AiMessage.from(message.content());
        };
    }

    static UserError tokens(URI server) {
        return UserError.input("%s takes conversations and texts, not token ids; use a model in this process for them"
                .formatted(server));
    }
}
