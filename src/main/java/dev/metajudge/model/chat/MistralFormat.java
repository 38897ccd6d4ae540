package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.Message.Role;
import java.util.List;

/**
 * Mistral 7B v0.3's format. The system text goes into the last message, and only if that is the user's; nothing opens
 * the assistant's turn but the end of the user's.
 *
 * @param bos begins the text
 * @param eos ends an answer
 */
public record MistralFormat(String bos, String eos) implements ChatFormat {
    @Override
    public String name() {
        return "mistral-v0.3";
    }

    @Override
    public List<String> stops() {
        return List.of(eos);
    }

    @Override
    public boolean writesBos() {
        return true;
    }

    @Override
    public List<Piece> pieces(List<Message> messages, boolean openAssistant) {
        Turns turns = new Turns(messages).marker(bos);
        boolean system = messages.getFirst().role() == Role.SYSTEM;
        List<Message> rest = system ? messages.subList(1, messages.size()) : messages;
        for (int i = 0; i < rest.size(); i++) {
            if ((rest.get(i).role() == Role.USER) != (i % 2 == 0)) {
                throw Turns.refused(
                        this,
                        "After the optional system message, conversation roles must alternate user/assistant/user/assistant/...");
            }
        }
        for (int i = 0; i < rest.size(); i++) {
            Message message = rest.get(i);
            String before = system && i == rest.size() - 1 ? messages.getFirst().content() + "\n\n" : "";
            switch (message.role()) {
                case USER ->
                    turns.marker("[INST]")
                            .text(" " + before + message.content())
                            .marker("[/INST]");
                case ASSISTANT ->
                    turns.text(" " + PythonText.strip(message.content())).marker(eos);
                case SYSTEM ->
                    throw Turns.refused(
                            this,
                            "Only user and assistant roles are supported, with the exception of an initial optional system message!");
            }
        }
        return turns.pieces();
    }
}
