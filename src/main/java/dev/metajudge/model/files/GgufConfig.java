package dev.metajudge.model.files;

import dev.metajudge.model.Activation;
import dev.metajudge.model.Attention;
import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.Rope;
import java.util.List;

/** Reads a model's shape out of GGUF metadata; what cannot be computed as the model asks is refused by name. */
public final class GgufConfig {
    /** What Gemma 2 has where its file says nothing. */
    private static final int GEMMA2_WINDOW = 4096;

    private static final double GEMMA2_ATTENTION_CAP = 50;
    private static final double GEMMA2_FINAL_CAP = 30;

    /** Base of the rotary embedding in Gemma 3's layers with a window. */
    private static final double LOCAL_BASE = 10000;

    /** Every second layer of Gemma 2, every sixth of Gemma 3, sees everything. */
    private static final int GEMMA2_PATTERN = 2;

    private static final int GEMMA3_PATTERN = 6;

    /** The 27B models of Gemma 2 and 3, told by their layers, scale queries by the share of the width, not the head. */
    private static final int GEMMA2_27B_LAYERS = 46;

    private static final int GEMMA3_27B_LAYERS = 62;

    private final GgufFile file;
    private final GgufSettings settings;
    private final int layers;
    private final int hidden;
    private final int heads;

    private GgufConfig(GgufFile file) {
        this.file = file;
        settings = GgufSettings.of(file.metadata());
        layers = settings.requireSize("block_count");
        hidden = settings.requireSize("embedding_length");
        heads = settings.requireSize("attention.head_count");
    }

    /**
     * The shape of the model in the file.
     *
     * @throws dev.metajudge.UserError if its architecture or one of its settings is not supported, or sizes contradict
     *     each other
     */
    public static ModelConfig read(GgufFile file) {
        try {
            return new GgufConfig(file).config();
        } catch (IllegalArgumentException unsound) {
            throw file.metadata().refuse("its settings do not fit together: " + unsound.getMessage());
        }
    }

    private ModelConfig config() {
        int headDim = settings.size("attention.key_length").orElseGet(this::evenShare);
        settings.requireSame("attention.value_length", headDim);
        settings.requireSame("rope.dimension_count", headDim);
        int vocabulary = vocabulary();
        settings.requireSame("vocab_size", vocabulary);
        Family family = settings.family();
        boolean gemma = family.isGemma();
        return new ModelConfig(
                family,
                layers,
                hidden,
                heads,
                settings.size("attention.head_count_kv").orElse(heads),
                headDim,
                settings.requireSize("feed_forward_length"),
                vocabulary,
                settings.requireSize("context_length"),
                settings.requireReal("attention.layer_norm_rms_epsilon"),
                file.tensor("output.weight").isEmpty(),
                attention(headDim),
                gemma,
                gemma ? Activation.GELU_TANH : Activation.SILU,
                gemma ? Math.sqrt(hidden) : 1,
                settings.real("final_logit_softcapping").orElse(family == Family.GEMMA2 ? GEMMA2_FINAL_CAP : 0));
    }

    private Attention attention(int headDim) {
        Family family = settings.family();
        boolean byWidth = (family == Family.GEMMA2 && layers == GEMMA2_27B_LAYERS)
                || (family == Family.GEMMA3 && layers == GEMMA3_27B_LAYERS);
        return new Attention(
                family == Family.QWEN2,
                family == Family.QWEN3 || family == Family.GEMMA3,
                1 / Math.sqrt(byWidth ? (double) hidden / heads : headDim),
                settings.real("attn_logit_softcapping").orElse(family == Family.GEMMA2 ? GEMMA2_ATTENTION_CAP : 0),
                layerAttention());
    }

    private List<LayerAttention> layerAttention() {
        Rope rope = GgufRope.read(file, settings);
        return switch (settings.family()) {
            case LLAMA, MISTRAL, QWEN2, QWEN3, PHI3 -> {
                int window = settings.size("attention.sliding_window").orElse(0);
                yield LayerPattern.uniform(layers, new LayerAttention(window, rope));
            }
            case GEMMA2 -> {
                int window = settings.size("attention.sliding_window").orElse(GEMMA2_WINDOW);
                var full = new LayerAttention(0, rope);
                yield LayerPattern.every(GEMMA2_PATTERN, layers, new LayerAttention(window, rope), full);
            }
            case GEMMA3 -> {
                Rope local = Rope.of(settings.real("rope.freq_base_swa").orElse(LOCAL_BASE));
                var sliding = new LayerAttention(settings.requireSize("attention.sliding_window"), local);
                yield gemma3(sliding, new LayerAttention(0, rope));
            }
        };
    }

    /** The pattern is a number, or a list with true for each layer that has a window. */
    private List<LayerAttention> gemma3(LayerAttention sliding, LayerAttention full) {
        String key = settings.key("attention.sliding_window_pattern");
        GgufValue pattern = settings.metadata().value(key).orElse(new GgufValue.Whole(GEMMA3_PATTERN));
        if (pattern instanceof GgufValue.Whole(long every)) {
            return LayerPattern.every(every, layers, sliding, full);
        }
        List<Boolean> windows = settings.metadata().flags(key);
        if (windows.size() != layers) {
            throw settings.refuse("%s describes %d layers of %d".formatted(key, windows.size(), layers));
        }
        return windows.stream().map(window -> window ? sliding : full).toList();
    }

    private int evenShare() {
        if (heads == 0 || hidden % heads != 0) {
            throw settings.refuse("%d heads cannot share the width %d evenly".formatted(heads, hidden));
        }
        return hidden / heads;
    }

    private int vocabulary() {
        GgufTensor embedding = file.tensor("token_embd.weight")
                .orElseThrow(() -> settings.refuse("it has no tensor token_embd.weight, so it is not a whole model"));
        return Math.toIntExact(embedding.shape().getFirst());
    }
}
