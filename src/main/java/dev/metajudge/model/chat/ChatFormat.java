package dev.metajudge.model.chat;

import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.model.tokenizer.Tokenizer;
import dev.metajudge.prompt.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The form that a model was trained to read conversations in.
 *
 * <p>A format is what a published chat template means, written in Java. The model's own template tells which one: it is
 * recognised by its text, never by the model's name, and a template that is not known is refused. How sure each format
 * is stands at {@link KnownFormat}.
 */
public sealed interface ChatFormat
        permits ChatMlFormat,
                Qwen3Format,
                Llama3Format,
                MistralFormat,
                GemmaFormat,
                Phi3Format,
                ZephyrFormat,
                UnknownFormat {
    /** The format's name, as {@link #named} takes it. */
    String name();

    /** Texts of the special tokens that the assistant's turn ends with; the first one is what it is trained to write. */
    List<String> stops();

    /**
     * Whether the format writes the token that begins a text. Where it does not, none is put in front: that is what
     * the published templates do, also for models that expect one in front of raw text.
     */
    boolean writesBos();

    /**
     * The conversation in pieces, markers apart from text.
     *
     * @throws UserError if the format has no form for such a conversation
     */
    List<Piece> pieces(List<Message> messages, boolean openAssistant);

    /**
     * The conversation as one text, character for character what the model's own template gives.
     *
     * @param messages oldest first, at least one
     * @param openAssistant whether the assistant's turn is opened at the end, for the model to go on
     * @throws UserError if the template refuses such a conversation
     */
    default String render(List<Message> messages, boolean openAssistant) {
        return pieces(messages, openAssistant).stream().map(Piece::text).collect(Collectors.joining());
    }

    /**
     * The conversation as token ids. They are those of the rendered text, but that a message's own text is never read
     * as a special token: a response that says "&lt;|im_end|&gt;" cannot end its turn and speak for someone else.
     *
     * @throws UserError if the template refuses such a conversation
     */
    default int[] encode(List<Message> messages, boolean openAssistant, Tokenizer tokenizer) {
        return tokenizer.encode(pieces(messages, openAssistant));
    }

    /** The ids of {@link #stops}, as far as the tokenizer has them. */
    default int[] stopTokens(Tokenizer tokenizer) {
        return stops().stream()
                .map(tokenizer::id)
                .flatMapToInt(OptionalInt::stream)
                .distinct()
                .toArray();
    }

    /** The token that ends the assistant's turn: the format's, else the one that the tokenizer's files name. */
    default OptionalInt endOfTurn(Tokenizer tokenizer) {
        int[] own = stopTokens(tokenizer);
        return own.length == 0 ? tokenizer.endOfTurn() : OptionalInt.of(own[0]);
    }

    /**
     * The format of a chat template, by the template's own text; {@link UnknownFormat} if it is none that is known.
     *
     * @param template the template in the model's files, if they have one
     * @param tokenizer the model's; says which tokens begin and end a text
     */
    static ChatFormat of(Optional<String> template, Tokenizer tokenizer) {
        if (template.isEmpty()) {
            return new UnknownFormat("the model's files have no chat template");
        }
        var text = new TemplateText(template.get());
        Optional<KnownFormat> known = text.format();
        if (known.isEmpty()) {
            return new UnknownFormat(
                    "the model's chat template is not one of those known (of %s); it begins with \"%s\""
                            .formatted(String.join(", ", KnownFormat.names()), text.beginning()));
        }
        ChatFormat format = known.get().with(tokenizer);
        return format.stopTokens(tokenizer).length > 0
                ? format
                : new UnknownFormat("the model's chat template is that of %s, but its tokenizer has no token \"%s\""
                        .formatted(format.name(), format.stops().getFirst()));
    }

    /**
     * The format with a name, with the special tokens of the models that it was published for.
     *
     * @throws UserError if there is none; says which there are
     */
    static ChatFormat named(String name) {
        return known(name).published();
    }

    /**
     * The format with a name, for a model that says none itself.
     *
     * @throws UserError if there is none, or if the tokenizer lacks the token that ends a turn in it
     */
    static ChatFormat named(String name, Tokenizer tokenizer) {
        ChatFormat format = known(name).with(tokenizer);
        if (format.stopTokens(tokenizer).length == 0) {
            throw UserError.input(
                    "the chat format %s cannot be used with this model: its tokenizer has no token \"%s\", which ends a turn"
                            .formatted(name, format.stops().getFirst()));
        }
        return format;
    }

    private static KnownFormat known(String name) {
        return KnownFormat.of(name)
                .orElseThrow(() -> UserError.input("there is no chat format \"%s\"%s; there are %s"
                        .formatted(
                                name,
                                Spelling.hint(name, KnownFormat.names()),
                                String.join(", ", KnownFormat.names()))));
    }
}
