package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import java.util.Set;

/**
 * Reads a model's shape out of GGUF metadata. A setting that is not known to be without effect is refused by name:
 * a model that runs with a setting ignored gives wrong numbers without a word.
 */
public final class GgufConfig {
    private static final String LLAMA = "llama.";

    /** Settings that are read below; anything else under "llama." is refused. */
    private static final Set<String> READ = Set.of(
            "block_count",
            "context_length",
            "embedding_length",
            "feed_forward_length",
            "attention.head_count",
            "attention.head_count_kv",
            "attention.key_length",
            "attention.value_length",
            "attention.layer_norm_rms_epsilon",
            "rope.dimension_count",
            "rope.freq_base",
            "rope.scaling.type",
            "vocab_size",
            "expert_count",
            "expert_used_count");

    private final GgufMetadata metadata;

    private GgufConfig(GgufMetadata metadata) {
        this.metadata = metadata;
    }

    /**
     * The shape of the model in the file.
     *
     * @throws dev.metajudge.UserError if its architecture or one of its settings is not supported, or sizes contradict
     *     each other
     */
    public static ModelConfig read(GgufFile file) {
        var config = new GgufConfig(file.metadata());
        String architecture = file.metadata().requireText("general.architecture");
        if (!architecture.equals("llama")) {
            throw file.metadata().refuse("the architecture \"%s\" is not supported; llama is".formatted(architecture));
        }
        config.refuseUnknownSettings();
        return config.llama(file);
    }

    private ModelConfig llama(GgufFile file) {
        int hidden = size("embedding_length");
        int heads = size("attention.head_count");
        int headDim = metadata.size(LLAMA + "attention.key_length").orElseGet(() -> evenShare(hidden, heads));
        requireSame("attention.value_length", headDim);
        requireSame("rope.dimension_count", headDim);
        int vocabulary = vocabulary(file);
        requireSame("vocab_size", vocabulary);
        try {
            return new ModelConfig(
                    Family.LLAMA,
                    size("block_count"),
                    hidden,
                    heads,
                    metadata.size(LLAMA + "attention.head_count_kv").orElse(heads),
                    headDim,
                    size("feed_forward_length"),
                    vocabulary,
                    size("context_length"),
                    metadata.real(LLAMA + "rope.freq_base").orElse(10000.0),
                    metadata.requireReal(LLAMA + "attention.layer_norm_rms_epsilon"),
                    file.tensor("output.weight").isEmpty());
        } catch (IllegalArgumentException unsound) {
            throw metadata.refuse("its settings do not fit together: " + unsound.getMessage());
        }
    }

    private int size(String key) {
        return metadata.requireSize(LLAMA + key);
    }

    private int evenShare(int hidden, int heads) {
        if (heads == 0 || hidden % heads != 0) {
            throw metadata.refuse("%d heads cannot share the width %d evenly".formatted(heads, hidden));
        }
        return hidden / heads;
    }

    private int vocabulary(GgufFile file) {
        GgufTensor embedding = file.tensor("token_embd.weight")
                .orElseThrow(() -> metadata.refuse("it has no tensor token_embd.weight, so it is not a whole model"));
        return Math.toIntExact(embedding.shape().getFirst());
    }

    private void requireSame(String key, int expected) {
        int actual = metadata.size(LLAMA + key).orElse(expected);
        if (actual != expected) {
            throw metadata.refuse(
                    "%s%s is %d; only %d is supported with its other sizes".formatted(LLAMA, key, actual, expected));
        }
    }

    private void refuseUnknownSettings() {
        for (String key : metadata.keys()) {
            if (key.startsWith(LLAMA) && !READ.contains(key.substring(LLAMA.length()))) {
                throw metadata.refuse("the setting %s is not supported".formatted(key));
            }
        }
        String scaling = metadata.text(LLAMA + "rope.scaling.type").orElse("none");
        if (!scaling.equals("none")) {
            throw metadata.refuse("rope scaling of type \"%s\" is not supported".formatted(scaling));
        }
        if (metadata.size(LLAMA + "expert_count").orElse(0) > 0) {
            throw metadata.refuse("mixtures of experts are not supported");
        }
    }
}
