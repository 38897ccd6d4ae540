package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.model.tokenizer.Tokenizer;
import dev.metajudge.prompt.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The form that a model was trained to read conversations in. */
public sealed interface ChatFormat permits SmolLm2Format, UnknownFormat {
    /** The format's name, for people to read. */
    String name();

    /** Texts of the special tokens that end the assistant's turn. */
    List<String> stops();

    /** The conversation in pieces, markers apart from text. */
    List<Piece> pieces(List<Message> messages, boolean openAssistant);

    /**
     * The conversation as one text, character for character what the model's own template gives.
     *
     * @param messages oldest first
     * @param openAssistant whether the assistant's turn is opened at the end, for the model to go on
     */
    default String render(List<Message> messages, boolean openAssistant) {
        return pieces(messages, openAssistant).stream().map(Piece::text).collect(Collectors.joining());
    }

    /**
     * The conversation as token ids. They are those of the rendered text, but that a message's own text is never read
     * as a special token: a response that says "&lt;|im_end|&gt;" cannot end its turn and speak for someone else.
     */
    default int[] encode(List<Message> messages, boolean openAssistant, Tokenizer tokenizer) {
        return pieces(messages, openAssistant).stream()
                .flatMapToInt(piece -> IntStream.of(tokenizer.encode(piece.text(), piece.marker())))
                .toArray();
    }

    /**
     * The format of a chat template, by the template's own text; {@link UnknownFormat} if it is none that is known.
     *
     * @param template the template in the model's file, if it has one
     */
    static ChatFormat of(Optional<String> template) {
        if (template.isEmpty()) {
            return new UnknownFormat("the model's file has no chat template");
        }
        // Inside a template's quotes a line break may be written out or as \\n; both mean the same.
        String text = template.get().replace("\r\n", "\n").replace("\\n", "\n").strip();
        if (text.equals(SmolLm2Format.TEMPLATE)) {
            return new SmolLm2Format();
        }
        return new UnknownFormat(
                "the model's chat template is not one of those known (SmolLM2's); it begins with \"%s\""
                        .formatted(
                                text.substring(0, Math.min(60, text.length())).replaceAll("\\p{Cntrl}", " ")));
    }
}
