package dev.metajudge.model.files;

import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.Rope;
import dev.metajudge.model.RopeScaling.Factors;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.Llama3;
import dev.metajudge.model.RopeScaling.LongRope;
import dev.metajudge.model.RopeScaling.None;
import dev.metajudge.model.quant.TensorFormat;
import java.util.Arrays;
import java.util.List;

/**
 * A model's shape as GGUF says it: the way back of {@link GgufConfig}. A shape that the format has no words for comes
 * out as another one; who writes a file reads it again and compares.
 */
public final class GgufShape {
    private final ModelConfig config;
    private final GgufWriter gguf;

    private GgufShape(ModelConfig config, GgufWriter gguf) {
        this.config = config;
        this.gguf = gguf;
    }

    /** Adds the settings of the architecture. */
    public static void put(ModelConfig config, GgufWriter gguf) {
        var shape = new GgufShape(config, gguf);
        gguf.put("general.architecture", GgufEntry.text(shape.architecture()));
        shape.sizes();
        shape.attention();
        shape.rope();
    }

    /** Adds the tensors that hold factors of rotary embeddings, where the model has any. */
    public static void putRopeTensors(ModelConfig config, GgufWriter gguf) {
        Rope rope = new GgufShape(config, gguf).fullRope();
        switch (rope.scaling()) {
            case None _, Linear _ -> {}
            case Llama3 _ -> {
                double[] scaled = rope.frequencies(config.headDim(), 1);
                double[] plain = Rope.of(rope.base()).frequencies(config.headDim(), 1);
                double[] factors = new double[scaled.length];
                Arrays.setAll(factors, i -> plain[i] / scaled[i]);
                factors(gguf, GgufRope.FACTORS, Arrays.stream(factors).boxed().toList());
            }
            case Factors(List<Double> factors) -> factors(gguf, GgufRope.FACTORS, factors);
            case LongRope extended -> {
                factors(gguf, GgufRope.SHORTER, extended.shorter());
                factors(gguf, GgufRope.LONGER, extended.longer());
            }
        }
    }

    private static void factors(GgufWriter gguf, String name, List<Double> factors) {
        gguf.tensor(
                new StoredTensor(name, List.of((long) factors.size()), (first, rows, target) -> {
                    for (double factor : factors.subList((int) first, (int) (first + rows))) {
                        target.put((float) factor);
                    }
                }),
                TensorFormat.F32);
    }

    /** Mistral in GGUF is a Llama. */
    private String architecture() {
        return (config.family() == Family.MISTRAL ? Family.LLAMA : config.family()).label();
    }

    private void sizes() {
        put("block_count", GgufEntry.size(config.layers()));
        put("context_length", GgufEntry.size(config.context()));
        put("embedding_length", GgufEntry.size(config.hidden()));
        put("feed_forward_length", GgufEntry.size(config.intermediate()));
        put("vocab_size", GgufEntry.size(config.vocabulary()));
    }

    private void attention() {
        put("attention.head_count", GgufEntry.size(config.heads()));
        put("attention.head_count_kv", GgufEntry.size(config.kvHeads()));
        put("attention.key_length", GgufEntry.size(config.headDim()));
        put("attention.value_length", GgufEntry.size(config.headDim()));
        put("attention.layer_norm_rms_epsilon", GgufEntry.real(config.normEpsilon()));
        int window = config.attention().layers().stream()
                .mapToInt(LayerAttention::window)
                .max()
                .orElse(0);
        boolean qwen = config.family() == Family.QWEN2 || config.family() == Family.QWEN3;
        if (window > 0 && !qwen) {
            put("attention.sliding_window", GgufEntry.size(window));
        }
        if (config.family() == Family.GEMMA3) {
            put(
                    "attention.sliding_window_pattern",
                    GgufEntry.flags(config.attention().layers().stream()
                            .map(layer -> layer.window() > 0)
                            .toList()));
        }
        if (config.family() == Family.GEMMA2) {
            put("attn_logit_softcapping", GgufEntry.real(config.attention().softCap()));
        }
        if (config.family().isGemma() && (config.family() == Family.GEMMA2 || config.finalSoftCap() > 0)) {
            put("final_logit_softcapping", GgufEntry.real(config.finalSoftCap()));
        }
    }

    private void rope() {
        Rope rope = fullRope();
        put("rope.dimension_count", GgufEntry.size(config.headDim()));
        put("rope.freq_base", GgufEntry.real(rope.base()));
        if (config.family() == Family.GEMMA3) {
            put("rope.freq_base_swa", GgufEntry.real(slidingRope().base()));
        }
        if (rope.scaling() instanceof Linear(double factor)) {
            put("rope.scaling.type", GgufEntry.text("linear"));
            put("rope.scaling.factor", GgufEntry.real(factor));
        }
        if (rope.scaling() instanceof LongRope extended) {
            put("rope.scaling.original_context_length", GgufEntry.size(extended.original()));
            put("rope.scaling.attn_factor", GgufEntry.real(extended.magnitude()));
        }
    }

    /** Of the layers that see everything, or of all where each has a window. */
    private Rope fullRope() {
        return config.attention().layers().stream()
                .filter(layer -> layer.window() == 0)
                .findFirst()
                .orElse(config.attention().layers().getFirst())
                .rope();
    }

    private Rope slidingRope() {
        return config.attention().layers().stream()
                .filter(layer -> layer.window() > 0)
                .findFirst()
                .orElse(config.attention().layers().getFirst())
                .rope();
    }

    private void put(String setting, GgufEntry value) {
        gguf.put(architecture() + "." + setting, value);
    }
}
