package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import java.util.List;

/**
 * Zephyr's format. The roles are no tokens but ordinary text in most models that use it; there a message can write
 * them too, and only {@code eos} cannot be forged.
 *
 * @param eos ends a turn
 */
public record ZephyrFormat(String eos) implements ChatFormat {
    @Override
    public String name() {
        return "zephyr";
    }

    @Override
    public List<String> stops() {
        return List.of(eos);
    }

    @Override
    public boolean writesBos() {
        return false;
    }

    @Override
    public List<Piece> pieces(List<Message> messages, boolean openAssistant) {
        var turns = new Turns(messages);
        for (Message message : messages) {
            turns.marker("<|" + message.role().label() + "|>")
                    .text("\n" + message.content())
                    .marker(eos)
                    .text("\n");
        }
        if (openAssistant) {
            turns.marker("<|assistant|>").text("\n");
        }
        return turns.pieces();
    }
}
