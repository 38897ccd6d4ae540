package dev.metajudge.model.tokenizer;

import dev.metajudge.model.files.GgufMetadata;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a vocabulary out of GGUF metadata; whatever would change ids and is not supported is refused by name. */
public final class GgufVocabulary {
    private static final String PREFIX = "tokenizer.ggml.";
    /** Settings that change ids when they are on. */
    private static final List<String> MUST_BE_OFF =
            List.of("add_bos_token", "add_eos_token", "add_space_prefix", "remove_extra_whitespaces");

    private static final long NORMAL = 1;
    private static final long CONTROL = 3;
    private static final long USER_DEFINED = 4;
    private static final long UNUSED = 5;

    private final GgufMetadata metadata;

    private GgufVocabulary(GgufMetadata metadata) {
        this.metadata = metadata;
    }

    /**
     * The vocabulary in the metadata.
     *
     * @throws dev.metajudge.UserError if it is of a kind that is not supported, or unsound
     */
    public static Vocabulary read(GgufMetadata metadata) {
        return new GgufVocabulary(metadata).read();
    }

    private Vocabulary read() {
        String model = metadata.requireText(PREFIX + "model");
        if (!model.equals("gpt2")) {
            throw metadata.refuse("tokenizers of kind \"%s\" are not supported; gpt2 (byte-level) is".formatted(model));
        }
        refuseUnsupported();
        try {
            return new Vocabulary(
                    metadata.texts(PREFIX + "tokens"),
                    idsOfType(CONTROL),
                    idsOfType(USER_DEFINED),
                    metadata.texts(PREFIX + "merges"),
                    preTokenizer(),
                    id("bos_token_id"),
                    id("eos_token_id"),
                    id("eot_token_id"));
        } catch (IllegalArgumentException unsound) {
            throw metadata.refuse("its tokenizer is damaged: " + unsound.getMessage());
        }
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

    private void refuseUnsupported() {
        for (String key : MUST_BE_OFF) {
            if (metadata.flag(PREFIX + key).orElse(false)) {
                throw metadata.refuse("the setting %s%s is on, which is not supported".formatted(PREFIX, key));
            }
        }
        if (metadata.keys().contains(PREFIX + "precompiled_charsmap")) {
            throw metadata.refuse("its tokenizer normalises text by a table, which is not supported");
        }
    }

    private Set<Integer> idsOfType(long type) {
        List<Long> types = metadata.wholes(PREFIX + "token_type");
        int tokens = metadata.texts(PREFIX + "tokens").size();
        if (types.size() != tokens) {
            throw metadata.refuse("%stoken_type has %d entries for %d tokens".formatted(PREFIX, types.size(), tokens));
        }
        var ids = new HashSet<Integer>();
        for (int id = 0; id < tokens; id++) {
            long found = types.get(id);
            if (found != NORMAL && found != CONTROL && found != USER_DEFINED && found != UNUSED) {
                throw metadata.refuse("token %d is of type %d, which is not supported".formatted(id, found));
            }
            if (found == type) {
                ids.add(id);
            }
        }
        return ids;
    }

    private OptionalInt id(String key) {
        return metadata.size(PREFIX + key).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
