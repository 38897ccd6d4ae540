package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A weight that a model of some shape has.
 *
 * @param layer the layer's number, -1 outside of layers
 * @param part what it is there, as "self_attn.q_proj.weight"
 * @param shape row-major
 */
record CanonicalWeight(int layer, String part, List<Long> shape) {
    private static final int OUTSIDE = -1;

    CanonicalWeight {
        shape = List.copyOf(shape);
    }

    /** The whole name, "model.layers.0.self_attn.q_proj.weight". */
    String name() {
        return layer == OUTSIDE ? part : "model.layers.%d.%s".formatted(layer, part);
    }

    /** How many numbers it has. */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Whether it is the weight of an RMSNorm; nothing else but biases has one dimension. */
    boolean isNorm() {
        return shape.size() == 1 && part.endsWith("norm.weight");
    }

    /** All weights of a model, embedding first, then layer by layer, then the final norm and the head. */
    static List<CanonicalWeight> of(ModelConfig config) {
        var weights = new ArrayList<CanonicalWeight>();
        long vocabulary = config.vocabulary();
        long hidden = config.hidden();
        weights.add(new CanonicalWeight(OUTSIDE, "model.embed_tokens.weight", List.of(vocabulary, hidden)));
        for (int layer = 0; layer < config.layers(); layer++) {
            addLayer(weights, layer, config);
        }
        weights.add(new CanonicalWeight(OUTSIDE, "model.norm.weight", List.of(hidden)));
        if (!config.tiedOutput()) {
            weights.add(new CanonicalWeight(OUTSIDE, "lm_head.weight", List.of(vocabulary, hidden)));
        }
        return List.copyOf(weights);
    }

    private static void addLayer(List<CanonicalWeight> weights, int layer, ModelConfig config) {
        long hidden = config.hidden();
        long inner = config.intermediate();
        weights.add(new CanonicalWeight(layer, "input_layernorm.weight", List.of(hidden)));
        addAttention(weights, layer, config);
        weights.add(new CanonicalWeight(layer, "post_attention_layernorm.weight", List.of(hidden)));
        if (config.postNorms()) {
            weights.add(new CanonicalWeight(layer, "pre_feedforward_layernorm.weight", List.of(hidden)));
        }
        weights.add(new CanonicalWeight(layer, "mlp.gate_proj.weight", List.of(inner, hidden)));
        weights.add(new CanonicalWeight(layer, "mlp.up_proj.weight", List.of(inner, hidden)));
        weights.add(new CanonicalWeight(layer, "mlp.down_proj.weight", List.of(hidden, inner)));
        if (config.postNorms()) {
            weights.add(new CanonicalWeight(layer, "post_feedforward_layernorm.weight", List.of(hidden)));
        }
    }

    private static void addAttention(List<CanonicalWeight> weights, int layer, ModelConfig config) {
        long hidden = config.hidden();
        addInput(weights, layer, "q_proj", config.queryWidth(), config);
        addInput(weights, layer, "k_proj", config.keyWidth(), config);
        addInput(weights, layer, "v_proj", config.keyWidth(), config);
        if (config.attention().headNorms()) {
            weights.add(new CanonicalWeight(layer, "self_attn.q_norm.weight", List.of((long) config.headDim())));
            weights.add(new CanonicalWeight(layer, "self_attn.k_norm.weight", List.of((long) config.headDim())));
        }
        weights.add(new CanonicalWeight(layer, "self_attn.o_proj.weight", List.of(hidden, (long) config.queryWidth())));
    }

    private static void addInput(
            List<CanonicalWeight> weights, int layer, String projection, long rows, ModelConfig config) {
        String part = "self_attn." + projection;
        weights.add(new CanonicalWeight(layer, part + ".weight", List.of(rows, (long) config.hidden())));
        if (config.attention().inputBias()) {
            weights.add(new CanonicalWeight(layer, part + ".bias", List.of(rows)));
        }
    }
}
