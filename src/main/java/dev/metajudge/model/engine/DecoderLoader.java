package dev.metajudge.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import dev.metajudge.model.Rope;
import dev.metajudge.model.files.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a model's weights into a decoder, a layer at a time, so that at most one layer is held twice. */
public final class DecoderLoader {
    /** The tables of the rotary embedding are made for at most this many positions. */
    public static final int MOST_POSITIONS = 1 << 15;

    private final ModelConfig config;
    private final Weights weights;
    private final WeightChange change;

    private DecoderLoader(ModelConfig config, Weights weights, WeightChange change) {
        this.config = config;
        this.weights = weights;
        this.change = change;
    }

    /** Changes a weight on its way into the decoder, in place: an adapter being merged. */
    @FunctionalInterface
    public interface WeightChange {
        WeightChange NONE = (name, weight) -> {};

        /**
         * Changes the weight.
         *
         * @param name its canonical name
         * @param weight its numbers, fp32, on which to work in place
         */
        void apply(String name, NDArray weight);
    }

    /** Loads a decoder; {@code change} sees every weight first. */
    public static Decoder load(ModelConfig config, Weights weights, Precision precision, WeightChange change) {
        var decoder = new Decoder(config, precision);
        try {
            new DecoderLoader(config, weights, change).into(decoder.module());
            return decoder;
        } catch (RuntimeException | Error failed) {
            decoder.close();
            throw failed;
        }
    }

    private void into(TorchModule module) {
        List<Rope> ropes = config.attention().layers().stream()
                .map(LayerAttention::rope)
                .distinct()
                .toList();
        for (Rope rope : ropes) {
            loadRope(module, rope, 0);
            loadRope(module, rope, MOST_POSITIONS);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            try (PtNDManager scope = module.scope()) {
                LayerAttention attention = config.attention().layers().get(layer);
                var parts = new ArrayList<NDArray>();
                parts.add(scope.create(new long[] {ropes.indexOf(attention.rope()), attention.window()}));
                String prefix = "model.layers." + layer + ".";
                layer().forEach(name ->
                        parts.add(name.isEmpty() ? scope.create(new float[0]) : read(scope, prefix + name)));
                module.recordList(scope, "load_layer", parts.toArray(NDArray[]::new));
            }
        }
        try (PtNDManager scope = module.scope()) {
            module.record(
                    scope, "load_ends", read(scope, "model.embed_tokens.weight"), read(scope, "model.norm.weight"));
            if (!config.tiedOutput()) {
                module.record(scope, "load_head", read(scope, "lm_head.weight"));
            }
        }
    }

    /**
     * One table of a rotary embedding.
     *
     * @param length tokens of the sequences that it is for
     */
    private void loadRope(TorchModule module, Rope rope, int length) {
        try (PtNDManager scope = module.scope()) {
            module.record(
                    scope,
                    "load_rope",
                    scope.create(rope.frequencies(config.headDim(), length)),
                    scope.create(new double[] {Math.min(config.context(), MOST_POSITIONS), rope.magnitude()}));
        }
    }

    /** The weights of a layer in the order of the program; an empty name for what the family lacks. */
    private List<String> layer() {
        boolean bias = config.attention().inputBias();
        boolean norms = config.attention().headNorms();
        boolean post = config.postNorms();
        return List.of(
                "input_layernorm.weight",
                "self_attn.q_proj.weight",
                "self_attn.k_proj.weight",
                "self_attn.v_proj.weight",
                bias ? "self_attn.q_proj.bias" : "",
                bias ? "self_attn.k_proj.bias" : "",
                bias ? "self_attn.v_proj.bias" : "",
                norms ? "self_attn.q_norm.weight" : "",
                norms ? "self_attn.k_norm.weight" : "",
                "self_attn.o_proj.weight",
                post ? "post_attention_layernorm.weight" : "",
                post ? "pre_feedforward_layernorm.weight" : "post_attention_layernorm.weight",
                "mlp.gate_proj.weight",
                "mlp.up_proj.weight",
                "mlp.down_proj.weight",
                post ? "post_feedforward_layernorm.weight" : "");
    }

    private NDArray read(PtNDManager scope, String name) {
        long[] shape = weights.shape(name);
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(size, 4)))
                .order(ByteOrder.nativeOrder());
        weights.read(name, buffer.asFloatBuffer());
        NDArray array = scope.create(buffer, new Shape(shape), DataType.FLOAT32);
        change.apply(name, array);
        return array;
    }
}
