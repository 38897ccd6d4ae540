package dev.metajudge.model.chat;

import dev.metajudge.UserError;
import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import java.util.List;

/**
 * The model has no chat format that is known. Raw text and token ids still work; a conversation is refused, since a
 * guessed format gives worse answers without a word.
 *
 * @param reason why
 */
public record UnknownFormat(String reason) implements ChatFormat {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public List<String> stops() {
        return List.of();
    }

    @Override
    public boolean writesBos() {
        return false;
    }

    @Override
    public List<Piece> pieces(List<Message> messages, boolean openAssistant) {
        throw UserError.input("conversations cannot be written for this model: " + reason
                + ". Name its chat format, give raw text instead, or use another model");
    }
}
