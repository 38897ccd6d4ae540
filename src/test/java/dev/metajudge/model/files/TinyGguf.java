package dev.metajudge.model.files;

import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.Rope;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.Llama3;
import dev.metajudge.model.RopeScaling.LongRope;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a model's weights as llama.cpp's converter does, without a tokenizer: its names and settings, Llama's query
 * and key rows with each head's halves interleaved, Phi-3's projections fused, Llama 3.1's rope scaling as a tensor.
 */
public final class TinyGguf {
    private final ModelConfig config;
    private final Weights weights;
    private final GgufBuilder gguf = new GgufBuilder();

    private TinyGguf(ModelConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
    }

    /** The file, to be changed and written. */
    public static GgufBuilder of(ModelConfig config, Weights weights) {
        var tiny = new TinyGguf(config, weights);
        tiny.settings();
        tiny.rope();
        tiny.tensors();
        return tiny.gguf;
    }

    /** What the converter calls the family. */
    public static String architecture(Family family) {
        return family == Family.MISTRAL ? "llama" : family.label();
    }

    private void settings() {
        gguf.put("general.architecture", architecture(config.family()));
        put("block_count", config.layers());
        put("context_length", config.context());
        put("embedding_length", config.hidden());
        put("feed_forward_length", config.intermediate());
        put("attention.head_count", config.heads());
        put("attention.head_count_kv", config.kvHeads());
        put("attention.key_length", config.headDim());
        put("attention.value_length", config.headDim());
        put("attention.layer_norm_rms_epsilon", config.normEpsilon());
        int window = config.attention().layers().stream()
                .mapToInt(LayerAttention::window)
                .max()
                .orElse(0);
        if (window > 0) {
            put("attention.sliding_window", window);
        }
        if (config.family() == Family.GEMMA2) {
            put("attn_logit_softcapping", config.attention().softCap());
            put("final_logit_softcapping", config.finalSoftCap());
        }
        if (config.family() == Family.GEMMA3) {
            put("attention.sliding_window_pattern", 3);
        }
    }

    private void rope() {
        Rope rope = config.rope(config.family() == Family.GEMMA3 ? 2 : 0);
        put("rope.dimension_count", config.headDim());
        put("rope.freq_base", rope.base());
        switch (rope.scaling()) {
            case Linear(double factor) -> {
                put("rope.scaling.type", "linear");
                put("rope.scaling.factor", factor);
            }
            case Llama3 _ -> {
                double[] scaled = rope.frequencies(config.headDim(), 1);
                double[] plain = Rope.of(rope.base()).frequencies(config.headDim(), 1);
                float[] factors = new float[scaled.length];
                for (int i = 0; i < factors.length; i++) {
                    factors[i] = (float) (plain[i] / scaled[i]);
                }
                gguf.tensor("rope_freqs.weight", new long[] {factors.length}, factors);
            }
            case LongRope extended -> {
                put("rope.scaling.original_context_length", extended.original());
                put("rope.scaling.attn_factor", extended.magnitude());
                factors("rope_factors_short.weight", extended.shorter());
                factors("rope_factors_long.weight", extended.longer());
            }
            default -> {}
        }
    }

    private void factors(String name, List<Double> factors) {
        float[] numbers = new float[factors.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = factors.get(i).floatValue();
        }
        gguf.tensor(name, new long[] {numbers.length}, numbers);
    }

    private void tensors() {
        add("token_embd.weight", "model.embed_tokens.weight");
        for (int layer = 0; layer < config.layers(); layer++) {
            layer("blk." + layer + ".", "model.layers." + layer + ".");
        }
        add("output_norm.weight", "model.norm.weight");
        if (!config.tiedOutput()) {
            add("output.weight", "lm_head.weight");
        }
    }

    private void layer(String to, String from) {
        add(to + "attn_norm.weight", from + "input_layernorm.weight");
        attention(to, from + "self_attn.");
        if (config.postNorms()) {
            add(to + "post_attention_norm.weight", from + "post_attention_layernorm.weight");
            add(to + "ffn_norm.weight", from + "pre_feedforward_layernorm.weight");
            add(to + "post_ffw_norm.weight", from + "post_feedforward_layernorm.weight");
        } else {
            add(to + "ffn_norm.weight", from + "post_attention_layernorm.weight");
        }
        if (config.family() == Family.PHI3) {
            add(to + "ffn_up.weight", from + "mlp.gate_proj.weight", from + "mlp.up_proj.weight");
        } else {
            add(to + "ffn_gate.weight", from + "mlp.gate_proj.weight");
            add(to + "ffn_up.weight", from + "mlp.up_proj.weight");
        }
        add(to + "ffn_down.weight", from + "mlp.down_proj.weight");
    }

    private void attention(String to, String from) {
        add(to + "attn_output.weight", from + "o_proj.weight");
        if (config.family() == Family.PHI3) {
            add(to + "attn_qkv.weight", from + "q_proj.weight", from + "k_proj.weight", from + "v_proj.weight");
            return;
        }
        for (String part : config.attention().inputBias() ? List.of(".weight", ".bias") : List.of(".weight")) {
            add(to + "attn_q" + part, from + "q_proj" + part);
            add(to + "attn_k" + part, from + "k_proj" + part);
            add(to + "attn_v" + part, from + "v_proj" + part);
        }
        if (config.attention().headNorms()) {
            add(to + "attn_q_norm.weight", from + "q_norm.weight");
            add(to + "attn_k_norm.weight", from + "k_norm.weight");
        }
    }

    private void add(String to, String... from) {
        long[] shape = weights.shape(from[0]).clone();
        shape[0] = 0;
        var numbers = new float[0];
        for (String name : from) {
            float[] part = numbers(name);
            shape[0] += weights.shape(name)[0];
            int length = numbers.length;
            numbers = Arrays.copyOf(numbers, length + part.length);
            System.arraycopy(part, 0, numbers, length, part.length);
        }
        boolean turns = architecture(config.family()).equals("llama");
        boolean turned = turns && (to.endsWith("attn_q.weight") || to.endsWith("attn_k.weight"));
        gguf.tensor(to, shape, turned ? interleaved(numbers) : numbers);
    }

    private float[] numbers(String name) {
        long size = Arrays.stream(weights.shape(name)).reduce(1, Math::multiplyExact);
        var target = FloatBuffer.allocate((int) size);
        weights.read(name, target);
        return target.array();
    }

    /** Row i of a head's first half becomes row 2 i, row i of its second half row 2 i + 1. */
    private float[] interleaved(float[] rows) {
        int width = config.hidden();
        int half = config.headDim() / 2;
        float[] turned = new float[rows.length];
        for (int row = 0; row < rows.length / width; row++) {
            int within = row % config.headDim();
            int target = row - within + (within < half ? 2 * within : 2 * (within - half) + 1);
            System.arraycopy(rows, row * width, turned, target * width, width);
        }
        return turned;
    }

    private void put(String setting, Object value) {
        gguf.put(architecture(config.family()) + "." + setting, value);
    }
}
