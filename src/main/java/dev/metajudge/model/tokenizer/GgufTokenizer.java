package dev.metajudge.model.tokenizer;

import dev.metajudge.model.files.GgufMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds a tokenizer.json out of GGUF metadata; whatever would change ids and is not supported is refused by name.
 *
 * <p>Where the metadata says less than the published tokenizer.json, llama.cpp decides: a model "llama" without
 * {@code add_space_prefix} puts a blank before every part of text that follows a special token (some published
 * tokenizers, Mistral's new ones, do so only at the beginning), and the control tokens of the architecture "phi3" take
 * the blanks after them along.
 */
final class GgufTokenizer {
    static final String PREFIX = "tokenizer.ggml.";
    /** Settings that change ids when they are on. */
    private static final List<String> MUST_BE_OFF = List.of("add_eos_token", "remove_extra_whitespaces");
    /** Tokens that end a text or a turn. */
    private static final List<String> STOPS = List.of("eos_token_id", "eot_token_id", "eom_token_id");

    static final int NORMAL = 1;
    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int UNUSED = 5;
    static final int BYTE = 6;

    private static final Set<String> PHI3_KEEP_BLANKS = Set.of("<unk>", "<s>", "<|endoftext|>");

    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final boolean bytePairs;

    private GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        String model = metadata.requireText(PREFIX + "model");
        if (!model.equals("gpt2") && !model.equals("llama")) {
            throw metadata.refuse(
                    "tokenizers of kind \"%s\" are not supported; gpt2 (byte-level) and llama (SentencePiece) are"
                            .formatted(model));
        }
        bytePairs = model.equals("gpt2");
        tokens = metadata.texts(PREFIX + "tokens");
    }

    static Tokenizer read(GgufMetadata metadata) {
        return new GgufTokenizer(metadata).read();
    }

    /** The metadata's tokenizer.json. */
    static byte[] json(GgufMetadata metadata) {
        return new GgufTokenizer(metadata).json();
    }

    /** The tokens that have a part of their own. */
    static SpecialTokens specials(GgufMetadata metadata) {
        return new GgufTokenizer(metadata).specials();
    }

    private byte[] json() {
        refuseUnsupported();
        List<AddedToken> added = added();
        return bytePairs
                ? GgufJson.bytePairs(tokens, added, metadata.texts(PREFIX + "merges"), preTokenizer())
                : GgufJson.pieces(tokens, added, scores(), spacePrefix());
    }

    private Tokenizer read() {
        try {
            var lexicon = Lexicon.of(TokenizerJson.read(metadata.file(), json()), 0);
            return new Tokenizer(lexicon, specials(), kind());
        } catch (IllegalArgumentException unsound) {
            throw metadata.refuse("its tokenizer is damaged: " + unsound.getMessage());
        }
    }

    private String kind() {
        return bytePairs
                ? "%s cut as %s"
                        .formatted(Alphabet.BYTE_LEVEL.label(), preTokenizer().label())
                : Alphabet.PIECES.label();
    }

    private SpecialTokens specials() {
        var stops = new HashSet<Integer>();
        STOPS.forEach(key -> id(key).ifPresent(stops::add));
        boolean beginsWithBos =
                metadata.flag(PREFIX + "add_bos_token").orElse(!bytePairs || preTokenizer() == PreTokenizer.LLAMA3);
        return new SpecialTokens(id("bos_token_id"), id("eos_token_id"), id("eot_token_id"), stops, beginsWithBos);
    }

    private PreTokenizer preTokenizer() {
        String label = metadata.requireText(PREFIX + "pre");
        return PreTokenizer.of(label)
                .orElseThrow(() -> metadata.refuse("the pre-tokenizer \"%s\" is not supported; %s are"
                        .formatted(
                                label,
                                Arrays.stream(PreTokenizer.values())
                                        .map(PreTokenizer::label)
                                        .collect(Collectors.joining(", ")))));
    }

    private boolean spacePrefix() {
        return metadata.flag(PREFIX + "add_space_prefix").orElse(true);
    }

    private List<Double> scores() {
        List<Double> scores = metadata.reals(PREFIX + "scores");
        if (scores.size() != tokens.size()) {
            throw metadata.refuse(
                    "%sscores has %d entries for %d tokens".formatted(PREFIX, scores.size(), tokens.size()));
        }
        return scores;
    }

    private void refuseUnsupported() {
        for (String key : MUST_BE_OFF) {
            if (metadata.flag(PREFIX + key).orElse(false)) {
                throw metadata.refuse("the setting %s%s is on, which is not supported".formatted(PREFIX, key));
            }
        }
        if (bytePairs && metadata.flag(PREFIX + "add_space_prefix").orElse(false)) {
            throw metadata.refuse("the setting %sadd_space_prefix is on, which is not supported".formatted(PREFIX));
        }
        if (metadata.keys().contains(PREFIX + "precompiled_charsmap")) {
            throw metadata.refuse("its tokenizer normalises text by a table, which is not supported");
        }
    }

    private List<AddedToken> added() {
        List<Long> types = metadata.wholes(PREFIX + "token_type");
        if (types.size() != tokens.size()) {
            throw metadata.refuse(
                    "%stoken_type has %d entries for %d tokens".formatted(PREFIX, types.size(), tokens.size()));
        }
        boolean phi3 =
                !bytePairs && metadata.text("general.architecture").orElse("").equals("phi3");
        var added = new ArrayList<AddedToken>();
        for (int id = 0; id < types.size(); id++) {
            String token = tokens.get(id);
            long type = types.get(id);
            boolean special = type == UNKNOWN || type == CONTROL;
            boolean known = special || type == NORMAL || type == USER_DEFINED || type == UNUSED;
            if (!known && !(type == BYTE && !bytePairs)) {
                throw metadata.refuse("token %d is of type %d, which is not supported".formatted(id, type));
            }
            if ((special || type == USER_DEFINED) && !token.isEmpty()) {
                boolean takesBlanks = phi3 && special && !PHI3_KEEP_BLANKS.contains(token);
                added.add(new AddedToken(id, token, false, false, takesBlanks, false, special));
            }
        }
        return added;
    }

    private OptionalInt id(String key) {
        OptionalInt id = metadata.size(PREFIX + key).map(OptionalInt::of).orElse(OptionalInt.empty());
        if (id.orElse(0) >= Math.max(1, tokens.size())) {
            throw metadata.refuse("its tokenizer is damaged: %s%s is %d of %d tokens"
                    .formatted(PREFIX, key, id.orElse(0), tokens.size()));
        }
        return id;
    }
}
