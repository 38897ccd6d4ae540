package dev.metajudge.model.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.metajudge.model.files.BadFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A tokenizer of the native library, for one choice of the added tokens that it recognises. */
final class NativeTokenizer implements AutoCloseable {
    /** Everything off that would change ids; DJL shortens to 512 tokens unless told not to. */
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    static {
        // DJL reports its use, and looks for native libraries, over the network unless told not to.
        setUnlessSet("OPT_OUT_TRACKING");
        setUnlessSet("ai.djl.offline");
        try {
            // After this a failure is the file's, not the library's.
            load("{\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[]}}".getBytes(StandardCharsets.UTF_8))
                    .close();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private final HuggingFaceTokenizer tokenizer;
    private final int vocabulary;
    /** True ids of the added tokens that are not in the vocabulary, in the order of the library's. */
    private final int[] trueIds;

    private NativeTokenizer(HuggingFaceTokenizer tokenizer, int vocabulary, int[] trueIds) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.trueIds = trueIds;
    }

    /**
     * Loads a tokenizer.
     *
     * @param tokens the added tokens that it recognises; leaving some out does not change the others' ids
     * @param place where the texts that it will be given stand
     * @throws dev.metajudge.UserError if the library refuses it
     */
    static NativeTokenizer load(TokenizerJson json, List<AddedToken> tokens, Place place) {
        int vocabulary = json.vocabulary().ids().size();
        int[] assigned = json.assigned(tokens);
        int[] trueIds = java.util.stream.IntStream.range(0, assigned.length)
                .filter(i -> assigned[i] >= vocabulary)
                .map(i -> tokens.get(i).id())
                .toArray();
        try {
            return new NativeTokenizer(load(json.text(tokens, place)), vocabulary, trueIds);
        } catch (RuntimeException | IOException refused) {
            throw BadFile.refuse(json.file(), "the tokenizer library does not accept it: " + refused.getMessage());
        }
    }

    int[] encode(String text) {
        long[] ids = tokenizer.encode(withoutHalfCharacters(text), false, false).getIds();
        return Arrays.stream(ids)
                .mapToInt(id -> id < vocabulary ? (int) id : trueIds[(int) id - vocabulary])
                .toArray();
    }

    /** Only for a tokenizer with all its added tokens. */
    String decode(int[] ids, boolean skipSpecial) {
        return ids.length == 0
                ? ""
                : tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecial);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static HuggingFaceTokenizer load(byte[] json) throws IOException {
        return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
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
