package dev.metajudge.model.tokenizer;

import dev.metajudge.UserError;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.files.GgufMetadata;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A model's tokenizer. It adds nothing of its own in front or behind and never shortens; ids are exactly those of the
 * published tokenizer. Safe for use by several threads at once.
 *
 * <p>Special tokens are those that tokenizer.json marks so (GGUF: control and unknown tokens), and those that the
 * files beside it name as a special token or as an end. What a special token looks like as text depends on who wrote
 * it: see {@link #encode(String, boolean)} and {@link #encode(List)}.
 *
 * <p>As with the published one, a byte that the vocabulary has no token for is left out: SmolLM2 has none for some
 * control characters (U+0004, for one) and for the first bytes of characters that no script uses.
 */
public final class Tokenizer implements AutoCloseable {
    private final Lexicon lexicon;
    private final SpecialTokens specials;
    private final String kind;
    private final NativeTokenizer whole;
    /** Recognise no special token. */
    private final Map<Place, NativeTokenizer> plain = new EnumMap<>(Place.class);

    Tokenizer(Lexicon lexicon, SpecialTokens specials, String kind) {
        this.lexicon = lexicon;
        this.specials = specials;
        this.kind = kind;
        whole = NativeTokenizer.load(lexicon.json(), lexicon.json().added(), Place.BEGINNING);
    }

    /**
     * The tokenizer in a GGUF file's metadata; takes some tenths of a second.
     *
     * @throws UserError if it is of a kind that is not supported, or unsound
     */
    public static Tokenizer of(GgufMetadata metadata) {
        return GgufTokenizer.read(metadata);
    }

    /**
     * The tokenizer of a tokenizer.json alone, which names no token that begins or ends a text.
     *
     * @param file where the bytes are from, for messages
     * @throws UserError if it is of a kind that is not supported, or unsound
     */
    public static Tokenizer of(Path file, byte[] json) {
        TokenizerJson read = TokenizerJson.read(file, json);
        return new Tokenizer(
                Lexicon.of(read, 0), SpecialTokens.NONE, read.rules().alphabet().label());
    }

    /**
     * The ids of a text.
     *
     * @param special whether the text of a special token, such as "&lt;|im_end|&gt;", is that token; otherwise it is
     *     text like any other, as it must be for text that comes from outside
     */
    public int[] encode(String text, boolean special) {
        return inModel((special ? whole : plain(Place.BEGINNING)).encode(text));
    }

    /**
     * The ids of a text in pieces: those of the whole text, but that only markers are read as special tokens. A marker
     * that this tokenizer has no added token for is text.
     */
    public int[] encode(List<Piece> pieces) {
        var reader = new PieceReader(
                lexicon,
                text -> plain(Place.BEGINNING).encode(text),
                text -> plain(Place.AFTER_TOKEN).encode(text));
        return inModel(reader.read(pieces));
    }

    /** The ids of a text that goes on after other text: no blank is put in front. Special tokens in it are text. */
    public int[] encodeAfterText(String text) {
        return inModel(plain(Place.AFTER_TEXT).encode(text));
    }

    /**
     * The text of ids; bytes that are not valid UTF-8 become U+FFFD.
     *
     * @param skipSpecial whether special tokens are left out
     * @throws IndexOutOfBoundsException if an id is not in the vocabulary
     */
    public String decode(int[] tokens, boolean skipSpecial) {
        for (int id : tokens) {
            Objects.checkIndex(id, vocabulary());
        }
        return whole.decode(tokens, skipSpecial);
    }

    /** {@link #decode} token by token. */
    public TextStream stream(boolean skipSpecial) {
        return new TextStream(this, skipSpecial);
    }

    /** The bytes that a token adds to the text: part of a character, a character, or many; none for an unused id. */
    public byte[] bytes(int id) {
        return lexicon.json().rules().alphabet().bytes(lexicon.text(id));
    }

    /** How many ids the model has; they run from 0. Some at the end may stand for nothing. */
    public int vocabulary() {
        return lexicon.size();
    }

    /** The id of the token with exactly this text ("&lt;|im_end|&gt;"), in the vocabulary's own spelling. */
    public OptionalInt id(String token) {
        return lexicon.id(token);
    }

    /** The token's text in the vocabulary's own spelling; empty for an id that stands for nothing. */
    public String text(int id) {
        return lexicon.text(id);
    }

    /** Whether the token is a control token, which has no text of its own. */
    public boolean isSpecial(int id) {
        return lexicon.isSpecial(id);
    }

    /** The token that begins a text, if the model has one. */
    public OptionalInt bos() {
        return specials.bos();
    }

    /** Whether the model expects {@link #bos()} in front of raw text. Chat formats write it themselves. */
    public boolean textBeginsWithBos() {
        return specials.textBeginsWithBos() && specials.bos().isPresent();
    }

    /** The token that ends a text, if the model has one. */
    public OptionalInt eos() {
        return specials.eos();
    }

    /** The token that ends a turn of a conversation: its own where the file names one, else {@link #eos()}. */
    public OptionalInt endOfTurn() {
        return specials.endOfTurn().isPresent() ? specials.endOfTurn() : specials.eos();
    }

    /** The ids that the model's files say a text or a turn ends with, sorted. A chat format may name more. */
    public int[] stops() {
        return specials.stops().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** What kind of tokenizer it is, for people to read. */
    public String kind() {
        return kind;
    }

    Alphabet alphabet() {
        return lexicon.json().rules().alphabet();
    }

    @Override
    public synchronized void close() {
        whole.close();
        plain.values().forEach(NativeTokenizer::close);
        plain.clear();
    }

    private synchronized NativeTokenizer plain(Place place) {
        return plain.computeIfAbsent(
                lexicon.json().rules().sameAs(place),
                same -> NativeTokenizer.load(lexicon.json(), lexicon.ordinary(), same));
    }

    private int[] inModel(int[] ids) {
        for (int id : ids) {
            if (id >= lexicon.size()) {
                throw BadFile.refuse(
                        lexicon.json().file(),
                        "the text holds the token \"%s\" (%d), which the model, with %d, does not know"
                                .formatted(lexicon.text(id), id, lexicon.size()));
            }
        }
        return ids;
    }
}
