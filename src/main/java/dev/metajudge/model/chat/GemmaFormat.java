package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.Message.Role;
import java.util.List;

/**
 * Gemma's format; the assistant is called "model".
 *
 * @param bos begins the text
 * @param system whether a system text may come first, and goes into the first message (Gemma 3); Gemma 1 and 2 refuse it
 */
public record GemmaFormat(String bos, boolean system) implements ChatFormat {
    private static final String START = "<start_of_turn>";
    private static final String END = "<end_of_turn>";

    @Override
    public String name() {
        return system ? "gemma-3" : "gemma";
    }

    @Override
    public List<String> stops() {
        return List.of(END, "<eos>");
    }

    @Override
    public boolean writesBos() {
        return true;
    }

    @Override
    public List<Piece> pieces(List<Message> messages, boolean openAssistant) {
        Turns turns = new Turns(messages).marker(bos);
        boolean first = messages.getFirst().role() == Role.SYSTEM;
        if (first && !system) {
            throw Turns.refused(this, "System role not supported");
        }
        String before = first ? messages.getFirst().content() + "\n\n" : "";
        List<Message> rest = first ? messages.subList(1, messages.size()) : messages;
        for (int i = 0; i < rest.size(); i++) {
            Message message = rest.get(i);
            if ((message.role() == Role.USER) != (i % 2 == 0)) {
                throw Turns.refused(this, "Conversation roles must alternate user/assistant/user/assistant/...");
            }
            String role =
                    message.role() == Role.ASSISTANT ? "model" : message.role().label();
            turns.marker(START)
                    .text(role + "\n" + (i == 0 ? before : "") + PythonText.strip(message.content()))
                    .marker(END)
                    .text("\n");
        }
        if (openAssistant) {
            turns.marker(START).text("model\n");
        }
        return turns.pieces();
    }
}
