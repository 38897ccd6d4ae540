package dev.metajudge.model.chat;

import dev.metajudge.UserError;
import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import java.util.ArrayList;
import java.util.List;

/** Writes a conversation piece by piece. */
final class Turns {
    private final List<Piece> pieces = new ArrayList<>();

    /** Begins a conversation, which needs a message. */
    Turns(List<Message> messages) {
        if (messages.isEmpty()) {
            throw UserError.input("a conversation needs at least one message");
        }
    }

    Turns marker(String token) {
        if (!token.isEmpty()) {
            pieces.add(Piece.marker(token));
        }
        return this;
    }

    Turns text(String text) {
        if (!text.isEmpty()) {
            pieces.add(Piece.text(text));
        }
        return this;
    }

    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** What a template says when it has no form for a conversation. */
    static UserError refused(ChatFormat format, String reason) {
        return UserError.input(
                "the model's chat format, %s, refuses the conversation: %s".formatted(format.name(), reason));
    }
}
