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
import java.util.List;
import java.util.function.Consumer;

/** Reads a model's weights into a decoder, some rows at a time, so that memory holds little more than the decoder. */
public final class DecoderLoader {
    /** The tables of the rotary embedding are made for at most this many positions. */
    public static final int MOST_POSITIONS = 1 << 15;

    /** Numbers read at a time. */
    private static final int CHUNK = 1 << 22;

    private final ModelConfig config;
    private final Weights weights;
    private final WeightChange change;
    private final TorchModule module;
    private final ByteBuffer buffer;

    private DecoderLoader(ModelConfig config, Weights weights, WeightChange change, TorchModule module) {
        this.config = config;
        this.weights = weights;
        this.change = change;
        this.module = module;
        long widest = weights.names().stream()
                .mapToLong(name -> columns(weights.shape(name)))
                .max()
                .orElse(1);
        buffer = ByteBuffer.allocateDirect(Math.toIntExact(4 * Math.max(CHUNK, widest)))
                .order(ByteOrder.nativeOrder());
    }

    /** Changes a weight on its way into the decoder: an adapter being merged. */
    @FunctionalInterface
    public interface WeightChange {
        WeightChange NONE = (name, first, rows) -> {};

        /**
         * Changes some rows of a weight.
         *
         * @param name the weight's canonical name
         * @param first the number of the first row
         * @param rows their numbers, fp32, [rows, columns] or [rows], on which to work in place
         */
        void apply(String name, long first, NDArray rows);
    }

    /** Loads a decoder; {@code change} sees every weight first. */
    public static Decoder load(ModelConfig config, Weights weights, Precision precision, WeightChange change) {
        var decoder = new Decoder(config, precision);
        try {
            new DecoderLoader(config, weights, change, decoder.module()).load();
            return decoder;
        } catch (RuntimeException | Error failed) {
            decoder.close();
            throw failed;
        }
    }

    /**
     * Reads the weights once more, as they were put into the decoder but for its rounding.
     *
     * @param rows is given some numbers at a time, fp32, as long as it runs, in the order of {@link #names}
     */
    public static void read(Decoder decoder, Weights weights, WeightChange change, Consumer<NDArray> rows) {
        var loader = new DecoderLoader(decoder.config(), weights, change, decoder.module());
        for (String name : names(decoder.config())) {
            loader.each(
                    name, (first, count) -> loader.rows(name, first, count, (scope, numbers) -> rows.accept(numbers)));
        }
    }

    /** Canonical names of all weights, in the order in which the decoder's program has them as one vector. */
    public static List<String> names(ModelConfig config) {
        var names = new ArrayList<String>();
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            layerParts(config).forEach(part -> part.forEach(name -> names.add(prefix + name)));
        }
        names.add("model.embed_tokens.weight");
        names.add("model.norm.weight");
        if (!config.tiedOutput()) {
            names.add("lm_head.weight");
        }
        return names;
    }

    private void load() {
        List<Rope> ropes = config.attention().layers().stream()
                .map(LayerAttention::rope)
                .distinct()
                .toList();
        for (Rope rope : ropes) {
            loadRope(rope, 0);
            loadRope(rope, MOST_POSITIONS);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            LayerAttention attention = config.attention().layers().get(layer);
            String prefix = "model.layers." + layer + ".";
            List<List<String>> parts = layerParts(config);
            for (int part = 0; part < parts.size(); part++) {
                part(part, parts.get(part).stream().map(name -> prefix + name).toList());
            }
            record("load_layer", ropes.indexOf(attention.rope()), attention.window());
        }
        part(0, List.of("model.embed_tokens.weight"));
        part(1, List.of("model.norm.weight"));
        if (!config.tiedOutput()) {
            part(2, List.of("lm_head.weight"));
        }
        record("load_ends", 0);
    }

    /**
     * One table of a rotary embedding.
     *
     * @param length tokens of the sequences that it is for
     */
    private void loadRope(Rope rope, int length) {
        try (PtNDManager scope = module.scope()) {
            module.record(
                    scope,
                    "load_rope",
                    scope.create(rope.frequencies(config.headDim(), length)),
                    scope.create(new double[] {Math.min(config.context(), MOST_POSITIONS), rope.magnitude()}));
        }
    }

    /** The parts of a layer in the order of the program, fused ones together; empty for what the family lacks. */
    private static List<List<String>> layerParts(ModelConfig config) {
        boolean bias = config.attention().inputBias();
        boolean norms = config.attention().headNorms();
        boolean post = config.postNorms();
        return List.of(
                List.of("input_layernorm.weight"),
                List.of("self_attn.q_proj.weight", "self_attn.k_proj.weight", "self_attn.v_proj.weight"),
                bias ? List.of("self_attn.q_proj.bias", "self_attn.k_proj.bias", "self_attn.v_proj.bias") : List.of(),
                norms ? List.of("self_attn.q_norm.weight") : List.of(),
                norms ? List.of("self_attn.k_norm.weight") : List.of(),
                List.of("self_attn.o_proj.weight"),
                post ? List.of("post_attention_layernorm.weight") : List.of(),
                List.of(post ? "pre_feedforward_layernorm.weight" : "post_attention_layernorm.weight"),
                List.of("mlp.gate_proj.weight", "mlp.up_proj.weight"),
                List.of("mlp.down_proj.weight"),
                post ? List.of("post_feedforward_layernorm.weight") : List.of());
    }

    /** Loads weights one below the other as one part. */
    private void part(int number, List<String> names) {
        long rows = names.stream().mapToLong(name -> weights.shape(name)[0]).sum();
        boolean matrix = !names.isEmpty() && weights.shape(names.getFirst()).length == 2;
        if (matrix) {
            record("part", rows, weights.shape(names.getFirst())[1]);
        } else {
            record("part", rows);
        }
        long before = 0;
        for (String name : names) {
            long place = before;
            each(
                    name,
                    (first, count) -> rows(
                            name,
                            first,
                            count,
                            (scope, numbers) -> module.record(
                                    scope, "rows", scope.create(new long[] {number, place + first}), numbers)));
            before += weights.shape(name)[0];
        }
    }

    private interface Portion {
        void take(long first, long count);
    }

    private interface Rows {
        void take(PtNDManager scope, NDArray numbers);
    }

    private void each(String name, Portion portion) {
        long[] shape = weights.shape(name);
        long step = Math.max(1, CHUNK / columns(shape));
        for (long first = 0; first < shape[0]; first += step) {
            portion.take(first, Math.min(step, shape[0] - first));
        }
    }

    private void rows(String name, long first, long count, Rows rows) {
        long[] shape = weights.shape(name).clone();
        shape[0] = count;
        int bytes = Math.toIntExact(4 * count * columns(shape));
        ByteBuffer chunk = buffer.slice(0, bytes).order(ByteOrder.nativeOrder());
        weights.readRows(name, first, count, chunk.asFloatBuffer());
        try (PtNDManager scope = module.scope()) {
            NDArray numbers = scope.create(chunk, new Shape(shape), DataType.FLOAT32);
            change.apply(name, first, numbers);
            rows.take(scope, numbers);
        }
    }

    private void record(String method, long... numbers) {
        try (PtNDManager scope = module.scope()) {
            module.record(scope, method, scope.create(numbers));
        }
    }

    private static long columns(long[] shape) {
        return shape.length == 2 ? shape[1] : 1;
    }
}
