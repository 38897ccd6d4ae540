package dev.metajudge.chat;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** Tells answers while they are written, on the caller's thread. */
final class EmbeddedStreamingChatModel implements StreamingChatModel {
    private final EmbeddedChatModel model;

    EmbeddedStreamingChatModel(EmbeddedChatModel model) {
        this.model = model;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatResponse response;
        try {
            response = model.answer(request, handler::onPartialResponse);
        } catch (RuntimeException failed) {
            handler.onError(failed);
            return;
        }
        handler.onCompleteResponse(response);
    }
}
