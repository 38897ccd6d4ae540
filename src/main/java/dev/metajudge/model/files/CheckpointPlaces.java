package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.ModelConfig.Family;
import java.util.List;
import java.util.regex.Pattern;

/** Where a model's weights lie in the safetensors files of a Hugging Face checkpoint. */
final class CheckpointPlaces {
    /** Old Llama checkpoints keep the frequencies, which follow from the settings. */
    private static final Pattern FREQUENCIES =
            Pattern.compile("model\\.layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");

    private CheckpointPlaces() {}

    /** All weights of a model, in canonical order. */
    static List<TensorPlace> of(ModelConfig config) {
        return CanonicalWeight.of(config).stream()
                .map(weight -> place(weight, config))
                .toList();
    }

    /** Whether the reference leaves a tensor alone: a head beside a tied one, or computed frequencies. */
    static boolean isIgnored(String tensor, ModelConfig config) {
        return (config.tiedOutput() && tensor.equals("lm_head.weight"))
                || FREQUENCIES.matcher(tensor).matches();
    }

    private static TensorPlace place(CanonicalWeight weight, ModelConfig config) {
        if (config.family() != Family.PHI3 || !FusedProjections.holds(weight.part())) {
            return TensorPlace.whole(weight, weight.name());
        }
        String fused = FusedProjections.isAttention(weight.part()) ? "self_attn.qkv_proj" : "mlp.gate_up_proj";
        return FusedProjections.place(weight, "model.layers.%d.%s.weight".formatted(weight.layer(), fused), config);
    }
}
