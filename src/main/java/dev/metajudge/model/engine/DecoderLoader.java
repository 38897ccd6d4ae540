package dev.metajudge.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import dev.metajudge.model.files.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads a model's weights into a decoder, a layer at a time, so that at most one layer is held twice. */
public final class DecoderLoader {
    /** The tables of the rotary embedding are made for at most this many positions. */
    public static final int MOST_POSITIONS = 1 << 15;

    private static final String[] LAYER = {
        "input_layernorm",
        "self_attn.q_proj",
        "self_attn.k_proj",
        "self_attn.v_proj",
        "self_attn.o_proj",
        "post_attention_layernorm",
        "mlp.gate_proj",
        "mlp.up_proj",
        "mlp.down_proj"
    };

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
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            try (PtNDManager scope = module.scope()) {
                NDArray[] parts = Arrays.stream(LAYER)
                        .map(name -> read(scope, prefix + name + ".weight"))
                        .toArray(NDArray[]::new);
                module.recordList(scope, "load_layer", parts);
            }
        }
        try (PtNDManager scope = module.scope()) {
            NDArray positions = scope.create((long) Math.min(config.context(), MOST_POSITIONS));
            module.record(
                    scope,
                    "load_ends",
                    read(scope, "model.embed_tokens.weight"),
                    read(scope, "model.norm.weight"),
                    positions);
            if (!config.tiedOutput()) {
                module.record(scope, "load_head", read(scope, "lm_head.weight"));
            }
        }
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
