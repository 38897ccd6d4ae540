package dev.metajudge.model.files;

import dev.metajudge.UserError;
import dev.metajudge.model.ModelConfig.Family;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of a model's architecture in GGUF metadata, without their prefix. A setting that is not known to be
 * without effect is refused by name: a model that runs with a setting ignored gives wrong numbers without a word.
 *
 * @param metadata of the file
 * @param family which decoder
 */
record GgufSettings(GgufMetadata metadata, Family family) {
    private static final Set<String> READ_OF_ALL = Set.of(
            "block_count",
            "context_length",
            "embedding_length",
            "feed_forward_length",
            "attention.head_count",
            "attention.head_count_kv",
            "attention.key_length",
            "attention.value_length",
            "attention.layer_norm_rms_epsilon",
            "attention.causal",
            "rope.dimension_count",
            "rope.freq_base",
            "rope.scaling.type",
            "rope.scaling.factor",
            "rope.scaling.original_context_length",
            "vocab_size",
            "expert_count",
            "expert_used_count");

    /** Says only whether the model was trained further after scaling. */
    private static final String WITHOUT_EFFECT = "rope.scaling.finetuned";

    private static final Map<Family, Set<String>> READ_OF_SOME = Map.of(
            Family.LLAMA,
            Set.of("attention.sliding_window"),
            Family.GEMMA2,
            Set.of("attention.sliding_window", "attn_logit_softcapping", "final_logit_softcapping"),
            Family.GEMMA3,
            Set.of(
                    "attention.sliding_window",
                    "attention.sliding_window_pattern",
                    "rope.freq_base_swa",
                    "final_logit_softcapping"),
            Family.PHI3,
            Set.of("attention.sliding_window", "rope.scaling.attn_factor"));

    /** Finds the family and refuses what is not supported. */
    static GgufSettings of(GgufMetadata metadata) {
        String architecture = metadata.requireText("general.architecture");
        Family family = Arrays.stream(Family.values())
                .filter(known -> known != Family.MISTRAL && known.label().equals(architecture))
                .findFirst()
                .orElseThrow(() -> metadata.refuse("the architecture \"%s\" is not supported; these are: %s"
                        .formatted(architecture, architectures())));
        var settings = new GgufSettings(metadata, family);
        settings.refuseUnknown();
        return settings;
    }

    private static String architectures() {
        return Arrays.stream(Family.values())
                .filter(known -> known != Family.MISTRAL)
                .map(Family::label)
                .collect(Collectors.joining(", "));
    }

    private void refuseUnknown() {
        Set<String> known = new HashSet<>(READ_OF_ALL);
        known.addAll(READ_OF_SOME.getOrDefault(family, Set.of()));
        known.add(WITHOUT_EFFECT);
        String prefix = key("");
        for (String key : metadata.keys()) {
            if (key.startsWith(prefix) && !known.contains(key.substring(prefix.length()))) {
                throw refuse("the setting %s is not supported".formatted(key));
            }
        }
        if (size("expert_count").orElse(0) > 0) {
            throw refuse("mixtures of experts are not supported");
        }
        if (!metadata.flag(key("attention.causal")).orElse(true)) {
            throw refuse("attention that looks ahead is not supported (%s)".formatted(key("attention.causal")));
        }
    }

    /** The whole name of a setting. */
    String key(String setting) {
        return family.label() + "." + setting;
    }

    Optional<Integer> size(String setting) {
        return metadata.size(key(setting));
    }

    int requireSize(String setting) {
        return metadata.requireSize(key(setting));
    }

    Optional<Double> real(String setting) {
        return metadata.real(key(setting));
    }

    double requireReal(String setting) {
        return metadata.requireReal(key(setting));
    }

    Optional<String> text(String setting) {
        return metadata.text(key(setting));
    }

    /** Refuses a size that is not the only one supported. */
    void requireSame(String setting, int expected) {
        int actual = size(setting).orElse(expected);
        if (actual != expected) {
            throw refuse(
                    "%s is %d; only %d is supported with its other sizes".formatted(key(setting), actual, expected));
        }
    }

    UserError refuse(String reason) {
        return metadata.refuse(reason);
    }
}
