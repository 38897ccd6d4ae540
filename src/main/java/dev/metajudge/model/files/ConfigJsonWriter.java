package dev.metajudge.model.files;

import dev.metajudge.UserError;
import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.Rope;
import dev.metajudge.model.RopeScaling.Factors;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.Llama3;
import dev.metajudge.model.RopeScaling.LongRope;
import dev.metajudge.model.RopeScaling.None;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's shape as the settings of a config.json, in the classic spelling, which every version of transformers reads:
 * the way back of {@link ConfigJson}.
 */
public final class ConfigJsonWriter {
    private final ModelConfig config;
    private final Map<String, Object> json = new LinkedHashMap<>();

    private ConfigJsonWriter(ModelConfig config) {
        this.config = config;
    }

    /**
     * The settings, in the file's order.
     *
     * @throws UserError if its rotary embedding has factors that no setting gives
     */
    public static Map<String, Object> of(ModelConfig config) {
        var writer = new ConfigJsonWriter(config);
        writer.sizes();
        writer.attention();
        writer.rope();
        return writer.json;
    }

    /** A Llama with windows is a Mistral there. */
    private Family family() {
        return config.family() == Family.LLAMA && config.window(0) > 0 ? Family.MISTRAL : config.family();
    }

    private void sizes() {
        String architecture =
                switch (family()) {
                    case LLAMA -> "Llama";
                    case MISTRAL -> "Mistral";
                    case QWEN2 -> "Qwen2";
                    case QWEN3 -> "Qwen3";
                    case GEMMA2 -> "Gemma2";
                    case GEMMA3 -> "Gemma3";
                    case PHI3 -> "Phi3";
                };
        json.put("architectures", List.of(architecture + "ForCausalLM"));
        json.put("model_type", ConfigJson.modelType(family()));
        json.put("vocab_size", config.vocabulary());
        json.put("hidden_size", config.hidden());
        json.put("intermediate_size", config.intermediate());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("num_key_value_heads", config.kvHeads());
        json.put("head_dim", config.headDim());
        json.put("max_position_embeddings", config.context());
        json.put("rms_norm_eps", shortest(config.normEpsilon()));
        json.put("tie_word_embeddings", config.tiedOutput());
        String activation =
                switch (config.activation()) {
                    case SILU -> "silu";
                    case GELU_TANH -> "gelu_pytorch_tanh";
                };
        json.put(config.family().isGemma() ? "hidden_activation" : "hidden_act", activation);
    }

    private void attention() {
        if (config.family().isGemma()) {
            double scalar =
                    1 / (config.attention().queryScale() * config.attention().queryScale());
            json.put("query_pre_attn_scalar", plain(Math.rint(scalar * 1e6) / 1e6));
            json.put("attn_logit_softcapping", cap(config.attention().softCap()));
            json.put("final_logit_softcapping", cap(config.finalSoftCap()));
        }
        int window = config.attention().layers().stream()
                .mapToInt(LayerAttention::window)
                .max()
                .orElse(0);
        if (family() != Family.LLAMA && family() != Family.QWEN2 && family() != Family.QWEN3) {
            json.put("sliding_window", window == 0 ? null : (Object) window);
        }
        if (config.family().isGemma()) {
            json.put(
                    "layer_types",
                    config.attention().layers().stream()
                            .map(layer -> layer.window() > 0 ? "sliding_attention" : "full_attention")
                            .toList());
        }
    }

    private void rope() {
        Rope rope = rope(false);
        json.put("rope_theta", shortest(rope.base()));
        if (config.family() == Family.GEMMA3) {
            json.put("rope_local_base_freq", shortest(rope(true).base()));
        }
        switch (rope.scaling()) {
            case None _ -> {}
            case Linear(double factor) ->
                json.put("rope_scaling", Map.of("rope_type", "linear", "factor", shortest(factor)));
            case Llama3 bands -> json.put("rope_scaling", bands(bands));
            case Factors(List<Double> factors) ->
                json.put(
                        "rope_scaling",
                        bands(bandsOf(rope.base(), factors)
                                .orElseThrow(() -> UserError.input(
                                        "the model's rotary embedding is scaled by factors that no setting of"
                                                + " config.json gives; write it as GGUF instead"))));
            case LongRope extended -> {
                var scaling = new LinkedHashMap<String, Object>();
                scaling.put("type", "longrope");
                scaling.put(
                        "short_factor",
                        extended.shorter().stream()
                                .map(ConfigJsonWriter::shortest)
                                .toList());
                scaling.put(
                        "long_factor",
                        extended.longer().stream()
                                .map(ConfigJsonWriter::shortest)
                                .toList());
                json.put("rope_scaling", scaling);
                json.put("original_max_position_embeddings", extended.original());
            }
        }
    }

    private Rope rope(boolean sliding) {
        return config.attention().layers().stream()
                .filter(layer -> layer.window() > 0 == sliding)
                .findFirst()
                .orElse(config.attention().layers().getFirst())
                .rope();
    }

    private static Map<String, Object> bands(Llama3 bands) {
        var scaling = new LinkedHashMap<String, Object>();
        scaling.put("rope_type", "llama3");
        scaling.put("factor", bands.factor());
        scaling.put("low_freq_factor", bands.low());
        scaling.put("high_freq_factor", bands.high());
        scaling.put("original_max_position_embeddings", bands.original());
        return scaling;
    }

    /**
     * Llama 3's settings behind the factors that GGUF keeps of them: all published models have the bands 1 and 4, the
     * largest factor is the setting's, and the original context is a power of two.
     */
    private static Optional<Llama3> bandsOf(double base, List<Double> factors) {
        double most = factors.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        int headDim = 2 * factors.size();
        double[] plain = Rope.of(base).frequencies(headDim, 1);
        for (int original = 1 << 5; original <= 1 << 20; original *= 2) {
            var bands = new Llama3(Math.rint(most * 1e4) / 1e4, 1, 4, original);
            double[] scaled = new Rope(base, bands).frequencies(headDim, 1);
            double off = 0;
            for (int i = 0; i < plain.length; i++) {
                off = Math.max(off, Math.abs(plain[i] / scaled[i] / factors.get(i) - 1));
            }
            if (off < 1e-5) {
                return Optional.of(bands);
            }
        }
        return Optional.empty();
    }

    private static @org.jspecify.annotations.Nullable Object cap(double cap) {
        return cap == 0 ? null : shortest(cap);
    }

    /** A number that a file kept as a 32-bit float, with no more digits than that float has. */
    private static double shortest(double value) {
        return (double) (float) value == value ? Double.parseDouble(Float.toString((float) value)) : value;
    }

    private static Number plain(double value) {
        if (value == Math.rint(value)) {
            return (int) value;
        }
        return value;
    }
}
