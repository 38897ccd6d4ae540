package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import java.util.List;

/** Where a model's weights lie in a GGUF file: what it calls them, and which it keeps in another order. */
final class GgufPlaces {
    private GgufPlaces() {}

    /** All weights of a model, in canonical order. */
    static List<TensorPlace> of(ModelConfig config) {
        return CanonicalWeight.of(config).stream()
                .map(weight -> place(weight, config))
                .toList();
    }

    private static TensorPlace place(CanonicalWeight weight, ModelConfig config) {
        String stored = weight.layer() < 0
                ? outside(weight.part())
                : "blk.%d.%s".formatted(weight.layer(), inLayer(weight.part(), config));
        if (config.family() == Family.PHI3 && FusedProjections.holds(weight.part())) {
            return FusedProjections.place(weight, stored, config);
        }
        TensorPlace place = TensorPlace.whole(weight, stored);
        boolean turns = config.family() == Family.LLAMA || config.family() == Family.MISTRAL;
        return switch (weight.part()) {
            case "self_attn.q_proj.weight" -> turns ? place.turned(config.heads()) : place;
            case "self_attn.k_proj.weight" -> turns ? place.turned(config.kvHeads()) : place;
            default -> place;
        };
    }

    private static String outside(String part) {
        return switch (part) {
            case "model.embed_tokens.weight" -> "token_embd.weight";
            case "model.norm.weight" -> "output_norm.weight";
            case "lm_head.weight" -> "output.weight";
            default -> throw new IllegalArgumentException(part);
        };
    }

    private static String inLayer(String part, ModelConfig config) {
        int dot = part.lastIndexOf('.');
        String kind = part.substring(dot);
        boolean fused = config.family() == Family.PHI3;
        String name =
                switch (part.substring(0, dot)) {
                    case "input_layernorm" -> "attn_norm";
                    case "self_attn.q_proj" -> fused ? "attn_qkv" : "attn_q";
                    case "self_attn.k_proj" -> fused ? "attn_qkv" : "attn_k";
                    case "self_attn.v_proj" -> fused ? "attn_qkv" : "attn_v";
                    case "self_attn.q_norm" -> "attn_q_norm";
                    case "self_attn.k_norm" -> "attn_k_norm";
                    case "self_attn.o_proj" -> "attn_output";
                    case "post_attention_layernorm" -> config.postNorms() ? "post_attention_norm" : "ffn_norm";
                    case "pre_feedforward_layernorm" -> "ffn_norm";
                    case "post_feedforward_layernorm" -> "post_ffw_norm";
                    case "mlp.gate_proj" -> fused ? "ffn_up" : "ffn_gate";
                    case "mlp.up_proj" -> "ffn_up";
                    case "mlp.down_proj" -> "ffn_down";
                    default -> throw new IllegalArgumentException(part);
                };
        return name + kind;
    }
}
