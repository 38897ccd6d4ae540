package dev.metajudge.model.files;

import dev.metajudge.model.Activation;
import dev.metajudge.model.Attention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a model's shape out of the config.json of a Hugging Face checkpoint, in its classic spelling or that of
 * transformers 5. What a file leaves out is what the reference takes then; what it says and cannot be computed is
 * refused by name.
 */
public final class ConfigJson {
    /** Settings of training, of other programs, or of the text's tokens. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "_attn_implementation",
            "_commit_hash",
            "_name_or_path",
            "architectures",
            "attention_dropout",
            "attn_implementation",
            "auto_map",
            "bos_token_id",
            "cache_implementation",
            "dtype",
            "embd_pdrop",
            "eos_token_id",
            "id2label",
            "initializer_range",
            "is_llama_config",
            "label2id",
            "model_max_length",
            "model_type",
            "pad_token_id",
            "pretraining_tp",
            "resid_pdrop",
            "return_dict",
            "torch_dtype",
            "transformers.js_config",
            "transformers_version",
            "unk_token_id",
            "unsloth_fixed",
            "unsloth_version",
            "use_cache");

    /** What the reference takes for Qwen 3's and Gemma's heads and Gemma's queries when the file says nothing. */
    private static final int QWEN3_HEAD = 128;

    private static final int GEMMA_HEAD = 256;
    private static final double GEMMA_QUERY_SCALAR = 256;
    private static final double GEMMA2_ATTENTION_CAP = 50;
    private static final double GEMMA2_FINAL_CAP = 30;

    private final JsonSettings settings;
    private final Family family;
    private final int layers;
    private final int hidden;
    private final int heads;
    private final int context;

    private ConfigJson(JsonSettings settings) {
        this.settings = settings;
        family = family(settings);
        layers = settings.requireSize("num_hidden_layers");
        hidden = settings.requireSize("hidden_size");
        heads = settings.requireSize("num_attention_heads");
        context = settings.requireSize("max_position_embeddings");
    }

    /**
     * The shape that the file describes.
     *
     * @throws dev.metajudge.UserError if its family or one of its settings is not supported, or sizes contradict each
     *     other
     */
    public static ModelConfig read(Path file) {
        JsonSettings settings = JsonSettings.read(file);
        try {
            ModelConfig config = new ConfigJson(settings).config();
            settings.refuseUnknown(WITHOUT_EFFECT);
            return config;
        } catch (IllegalArgumentException unsound) {
            throw settings.refuse("its settings do not fit together: " + unsound.getMessage());
        }
    }

    private static Family family(JsonSettings settings) {
        if (settings.has("quantization_config")) {
            throw settings.refuse("it is a quantised checkpoint (quantization_config), which is not supported;"
                    + " get the one in bfloat16, or a GGUF file");
        }
        String type = settings.requireText("model_type");
        return Arrays.stream(Family.values())
                .filter(known -> modelType(known).equals(type))
                .findFirst()
                .orElseThrow(() -> settings.refuse("the model_type \"%s\" is not supported; these are: %s"
                        .formatted(
                                type,
                                Arrays.stream(Family.values())
                                        .map(ConfigJson::modelType)
                                        .collect(Collectors.joining(", ")))));
    }

    /** "gemma3" by itself is the model that sees images too. */
    static String modelType(Family family) {
        return family == Family.GEMMA3 ? "gemma3_text" : family.label();
    }

    private ModelConfig config() {
        int headDim = headDim();
        boolean gemma = family.isGemma();
        boolean headsDefault = family == Family.LLAMA || family == Family.PHI3;
        return new ModelConfig(
                family,
                layers,
                hidden,
                heads,
                headsDefault
                        ? settings.size("num_key_value_heads").orElse(heads)
                        : settings.requireSize("num_key_value_heads"),
                headDim,
                settings.requireSize("intermediate_size"),
                settings.requireSize("vocab_size"),
                context,
                settings.requireReal("rms_norm_eps"),
                settings.flag("tie_word_embeddings", gemma),
                attention(headDim),
                gemma,
                activation(),
                gemma ? Math.sqrt(hidden) : 1,
                gemma ? cap("final_logit_softcapping", GEMMA2_FINAL_CAP) : 0);
    }

    private int headDim() {
        return settings.size("head_dim").orElseGet(() -> switch (family) {
            case QWEN3 -> QWEN3_HEAD;
            case GEMMA2, GEMMA3 -> GEMMA_HEAD;
            case LLAMA, MISTRAL, QWEN2, PHI3 -> {
                if (heads == 0 || hidden % heads != 0) {
                    throw settings.refuse("%d heads cannot share the width %d evenly".formatted(heads, hidden));
                }
                yield hidden / heads;
            }
        });
    }

    private Attention attention(int headDim) {
        double scalar =
                family.isGemma() ? settings.real("query_pre_attn_scalar").orElse(GEMMA_QUERY_SCALAR) : headDim;
        return new Attention(
                family == Family.QWEN2,
                family == Family.QWEN3 || family == Family.GEMMA3,
                1 / Math.sqrt(scalar),
                family.isGemma() ? cap("attn_logit_softcapping", GEMMA2_ATTENTION_CAP) : 0,
                new JsonLayers(settings, family, layers).read(new JsonRope(settings, family, context).read()));
    }

    /** Null means none; Gemma 2 has one when nothing is said. */
    private double cap(String key, double gemma2) {
        return settings.real(key).orElse(family == Family.GEMMA2 && !settings.has(key) ? gemma2 : 0);
    }

    /** Gemma 2 and 3 go by hidden_activation and leave hidden_act, which older files have wrong, alone. */
    private Activation activation() {
        String key = family.isGemma() ? "hidden_activation" : "hidden_act";
        settings.pass("hidden_act");
        String name = settings.text(key).orElse(family.isGemma() ? "gelu_pytorch_tanh" : "silu");
        return switch (name) {
            case "silu", "swish" -> Activation.SILU;
            case "gelu_pytorch_tanh", "gelu_new" -> Activation.GELU_TANH;
            default -> throw settings.refuse("the activation \"%s\" (%s) is not supported".formatted(name, key));
        };
    }
}
