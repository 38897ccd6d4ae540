package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;

/**
 * Phi-3's files keep query, key and value in one matrix, one below the other, and the feed-forward part's gate and up
 * in another.
 */
final class FusedProjections {
    private FusedProjections() {}

    /** Whether this part of a layer lies in one of the two. */
    static boolean holds(String part) {
        return isAttention(part) || part.equals("mlp.gate_proj.weight") || part.equals("mlp.up_proj.weight");
    }

    static boolean isAttention(String part) {
        return part.startsWith("self_attn.") && !part.startsWith("self_attn.o_proj");
    }

    /** Where the weight is in its matrix, which has the name {@code stored}. */
    static TensorPlace place(CanonicalWeight weight, String stored, ModelConfig config) {
        long query = config.queryWidth();
        long key = config.keyWidth();
        long inner = config.intermediate();
        return switch (weight.part()) {
            case "self_attn.q_proj.weight" -> TensorPlace.slice(weight, stored, query + 2 * key, 0);
            case "self_attn.k_proj.weight" -> TensorPlace.slice(weight, stored, query + 2 * key, query);
            case "self_attn.v_proj.weight" -> TensorPlace.slice(weight, stored, query + 2 * key, query + key);
            case "mlp.gate_proj.weight" -> TensorPlace.slice(weight, stored, 2 * inner, 0);
            case "mlp.up_proj.weight" -> TensorPlace.slice(weight, stored, 2 * inner, inner);
            default -> throw new IllegalArgumentException(weight.part() + " is not part of a fused projection");
        };
    }
}
