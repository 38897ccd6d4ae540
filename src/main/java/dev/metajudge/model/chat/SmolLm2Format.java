package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import java.util.ArrayList;
import java.util.List;

/** SmolLM2's ChatML: a default system message goes first when the conversation does not begin with one. */
public record SmolLm2Format() implements ChatFormat {
    /** The template that this format is the meaning of, as SmolLM2's files carry it. */
    static final String TEMPLATE = """
            {% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}\
            {{ '<|im_start|>system
            You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>
            ' }}{% endif %}{{'<|im_start|>' + message['role'] + '
            ' + message['content'] + '<|im_end|>' + '
            '}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant
            ' }}{% endif %}""";

    private static final String SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";
    private static final String START = "<|im_start|>";
    private static final String END = "<|im_end|>";

    @Override
    public String name() {
        return "smollm2 (ChatML with a default system message)";
    }

    /** The end of the turn, and the end of a document, which the model writes in its place now and then. */
    @Override
    public List<String> stops() {
        return List.of(END, "<|endoftext|>");
    }

    @Override
    public List<Piece> pieces(List<Message> messages, boolean openAssistant) {
        var pieces = new ArrayList<Piece>();
        if (!messages.isEmpty() && messages.getFirst().role() != Message.Role.SYSTEM) {
            addTurn(pieces, Message.system(SYSTEM));
        }
        messages.forEach(message -> addTurn(pieces, message));
        if (openAssistant) {
            pieces.add(Piece.marker(START));
            pieces.add(Piece.text("assistant\n"));
        }
        return List.copyOf(pieces);
    }

    private static void addTurn(List<Piece> pieces, Message message) {
        pieces.add(Piece.marker(START));
        pieces.add(Piece.text(message.role().label() + "\n" + message.content()));
        pieces.add(Piece.marker(END));
        pieces.add(Piece.text("\n"));
    }
}
