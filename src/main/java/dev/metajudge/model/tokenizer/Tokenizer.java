package dev.metajudge.model.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A model's tokenizer. It adds nothing of its own in front or behind and never shortens; ids are exactly those of the
 * published tokenizer. Safe for use by several threads at once.
 *
 * <p>As with the published one, a byte that the vocabulary has no token for is left out: SmolLM2 has none for some
 * control characters (U+0004, for one) and for the first bytes of characters that no script uses.
 */
public final class Tokenizer implements AutoCloseable {
    /** Everything off that would change ids; DJL shortens to 512 tokens unless told not to. */
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    static {
        // DJL reports its use, and looks for native libraries, over the network unless told not to.
        setUnlessSet("OPT_OUT_TRACKING");
        setUnlessSet("ai.djl.offline");
    }

    private final Vocabulary vocabulary;
    private final Map<String, Integer> ids;
    private final HuggingFaceTokenizer withSpecials;
    private @Nullable HuggingFaceTokenizer plain;

    private Tokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        ids = vocabulary.ids();
        withSpecials = load(vocabulary, true);
    }

    /** Builds the tokenizer of a vocabulary; takes some tenths of a second. */
    public static Tokenizer of(Vocabulary vocabulary) {
        return new Tokenizer(vocabulary);
    }

    /**
     * The ids of a text.
     *
     * @param specials whether the text of a special token, such as "&lt;|im_end|&gt;", is that token; otherwise it is
     *     text like any other, as it must be for text that comes from outside
     */
    public int[] encode(String text, boolean specials) {
        HuggingFaceTokenizer tokenizer = specials ? withSpecials : plain();
        long[] wide =
                tokenizer.encode(withoutHalfCharacters(text), false, false).getIds();
        int[] narrow = new int[wide.length];
        Arrays.setAll(narrow, i -> (int) wide[i]);
        return narrow;
    }

    /**
     * The text of ids; bytes that are not valid UTF-8 become U+FFFD.
     *
     * @param skipSpecial whether special tokens are left out
     * @throws IndexOutOfBoundsException if an id is not in the vocabulary
     */
    public String decode(int[] tokens, boolean skipSpecial) {
        long[] wide = new long[tokens.length];
        Arrays.setAll(wide, i -> Objects.checkIndex(tokens[i], vocabulary()));
        return tokens.length == 0 ? "" : withSpecials.decode(wide, skipSpecial);
    }

    /** The bytes that a token adds to the text: part of a character, a character, or many. */
    public byte[] bytes(int id) {
        return ByteAlphabet.bytes(vocabulary.tokens().get(id));
    }

    /** How many tokens there are; ids run from 0. */
    public int vocabulary() {
        return vocabulary.tokens().size();
    }

    /** The id of the token with exactly this text ("&lt;|im_end|&gt;"), in the vocabulary's own spelling. */
    public OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether the token is a control token, which has no text of its own. */
    public boolean isSpecial(int id) {
        return vocabulary.special().contains(id);
    }

    /** The token that begins a sequence, if the model has one. */
    public OptionalInt bos() {
        return vocabulary.bos();
    }

    /** The token that ends a sequence, if the model has one. */
    public OptionalInt eos() {
        return vocabulary.eos();
    }

    /** The token that ends a turn of a conversation: its own where the file names one, else {@link #eos()}. */
    public OptionalInt endOfTurn() {
        return vocabulary.endOfTurn().isPresent() ? vocabulary.endOfTurn() : vocabulary.eos();
    }

    /** How text is cut into words, for people to read. */
    public PreTokenizer preTokenizer() {
        return vocabulary.preTokenizer();
    }

    @Override
    public synchronized void close() {
        withSpecials.close();
        if (plain != null) {
            plain.close();
        }
    }

    private synchronized HuggingFaceTokenizer plain() {
        if (plain == null) {
            plain = load(vocabulary, false);
        }
        return plain;
    }

    private static HuggingFaceTokenizer load(Vocabulary vocabulary, boolean withSpecials) {
        try (var json = new ByteArrayInputStream(TokenizerJson.write(vocabulary, withSpecials))) {
            return HuggingFaceTokenizer.newInstance(json, OPTIONS);
        } catch (IOException impossible) {
            throw new IllegalStateException("the tokenizer was not accepted", impossible);
        }
    }

    /** Java's strings may hold one half of a surrogate pair, which UTF-8 cannot; each becomes U+FFFD. */
    private static String withoutHalfCharacters(String text) {
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static void setUnlessSet(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }
}
