package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import java.util.List;

/**
 * Llama 3.0's format: a header with the role, the text without blanks around it.
 *
 * @param bos begins the text
 */
public record Llama3Format(String bos) implements ChatFormat {
    private static final String END = "<|eot_id|>";

    @Override
    public String name() {
        return "llama-3";
    }

    @Override
    public List<String> stops() {
        return List.of(END, "<|end_of_text|>");
    }

    @Override
    public boolean writesBos() {
        return true;
    }

    @Override
    public List<Piece> pieces(List<Message> messages, boolean openAssistant) {
        Turns turns = new Turns(messages).marker(bos);
        for (Message message : messages) {
            header(turns, message.role().label())
                    .text("\n\n" + PythonText.strip(message.content()))
                    .marker(END);
        }
        if (openAssistant) {
            header(turns, "assistant").text("\n\n");
        }
        return turns.pieces();
    }

    private static Turns header(Turns turns, String role) {
        return turns.marker("<|start_header_id|>").text(role).marker("<|end_header_id|>");
    }
}
