package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import dev.metajudge.prompt.Message.Role;
import java.util.List;

/**
 * Phi-3's format: a token for each role.
 *
 * @param eos ends a text whose last turn is not the assistant's to write
 * @param skipsEmptySystem whether an empty system text is left out, as Phi-3.5 has it
 */
public record Phi3Format(String eos, boolean skipsEmptySystem) implements ChatFormat {
    private static final String END = "<|end|>";

    @Override
    public String name() {
        return skipsEmptySystem ? "phi-3.5" : "phi-3";
    }

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
        for (Message message : messages) {
            boolean skipped = skipsEmptySystem
                    && message.role() == Role.SYSTEM
                    && message.content().isEmpty();
            if (!skipped) {
                turns.marker("<|" + message.role().label() + "|>")
                        .text("\n" + message.content())
                        .marker(END)
                        .text("\n");
            }
        }
        if (openAssistant) {
            turns.marker("<|assistant|>").text("\n");
        } else {
            turns.marker(eos);
        }
        return turns.pieces();
    }
}
