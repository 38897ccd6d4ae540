package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import java.util.List;
import java.util.Optional;

/**
 * ChatML: every turn between {@code <|im_start|>} and {@code <|im_end|>}.
 *
 * @param name its name
 * @param system a system text that goes first when the conversation does not begin with one
 */
public record ChatMlFormat(String name, Optional<String> system) implements ChatFormat {
    static final String START = "<|im_start|>";
    static final String END = "<|im_end|>";

    static ChatMlFormat plain(String name) {
        return new ChatMlFormat(name, Optional.empty());
    }

    static ChatMlFormat withSystem(String name, String system) {
        return new ChatMlFormat(name, Optional.of(system));
    }

    /** The end of the turn, and the end of a document, which small models write in its place now and then. */
    @Override
    public List<String> stops() {
        return List.of(END, "<|endoftext|>");
    }

    @Override
    public boolean writesBos() {
        return false;
    }

    @Override
    public List<Piece> pieces(List<Message> messages, boolean openAssistant) {
        var turns = new Turns(messages);
        if (messages.getFirst().role() != Message.Role.SYSTEM) {
            system.ifPresent(text -> turn(turns, "system", text));
        }
        messages.forEach(message -> turn(turns, message.role().label(), message.content()));
        if (openAssistant) {
            turns.marker(START).text("assistant\n");
        }
        return turns.pieces();
    }

    static void turn(Turns turns, String role, String text) {
        turns.marker(START).text(role + "\n" + text).marker(END).text("\n");
    }
}
