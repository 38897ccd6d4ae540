package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig.Family;
import dev.metajudge.model.Rope;
import dev.metajudge.model.RopeScaling;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.Llama3;
import dev.metajudge.model.RopeScaling.LongRope;
import dev.metajudge.model.RopeScaling.None;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the rotary embeddings of a config.json: "rope_parameters" as transformers 5 writes it, for all layers or apart
 * for each type of layer, or the classic "rope_theta", "rope_scaling" and "rope_local_base_freq".
 */
final class JsonRope {
    private static final double DEFAULT_BASE = 10000;
    private static final double GEMMA3_BASE = 1e6;
    private static final Set<String> WITHOUT_EFFECT = Set.of();

    private final JsonSettings settings;
    private final Family family;
    private final int context;

    /**
     * The rotary embeddings of a model.
     *
     * @param full of layers that see everything
     * @param sliding of layers with a window
     */
    record Ropes(Rope full, Rope sliding) {}

    JsonRope(JsonSettings settings, Family family, int context) {
        this.settings = settings;
        this.family = family;
        this.context = context;
    }

    Ropes read() {
        refusePartial(settings);
        if (family == Family.PHI3) {
            settings.pass("original_max_position_embeddings");
        }
        Optional<JsonSettings> parameters = settings.object("rope_parameters");
        if (parameters.isEmpty()) {
            return classic();
        }
        JsonSettings given = parameters.get();
        if (family != Family.GEMMA3) {
            Rope rope = rope(given);
            return new Ropes(rope, rope);
        }
        var ropes = new Ropes(ofLayerType(given, "full_attention"), ofLayerType(given, "sliding_attention"));
        given.refuseUnknown(WITHOUT_EFFECT);
        return ropes;
    }

    private Ropes classic() {
        double base = settings.real("rope_theta").orElse(family == Family.GEMMA3 ? GEMMA3_BASE : DEFAULT_BASE);
        RopeScaling scaling = settings.object("rope_scaling").map(this::scaling).orElseGet(None::new);
        var rope = new Rope(base, scaling);
        return new Ropes(
                rope,
                family == Family.GEMMA3
                        ? Rope.of(settings.real("rope_local_base_freq").orElse(DEFAULT_BASE))
                        : rope);
    }

    private Rope ofLayerType(JsonSettings parameters, String type) {
        return rope(parameters
                .object(type)
                .orElseThrow(() -> settings.refuse("it lacks rope_parameters.%s, which is needed".formatted(type))));
    }

    private Rope rope(JsonSettings parameters) {
        double base = parameters.requireReal("rope_theta");
        Optional<Double> other = family == Family.GEMMA3 ? Optional.empty() : settings.real("rope_theta");
        if (other.isPresent() && other.get() != base) {
            throw settings.refuse("rope_theta is %s and rope_parameters.rope_theta is %s".formatted(other.get(), base));
        }
        return new Rope(base, scaling(parameters));
    }

    private RopeScaling scaling(JsonSettings given) {
        refusePartial(given);
        Optional<String> older = given.text("type");
        String type = given.text("rope_type").or(() -> older).orElse("default");
        RopeScaling scaling =
                switch (type) {
                    case "default" -> new None();
                    case "linear" -> new Linear(given.requireReal("factor"));
                    case "llama3" ->
                        new Llama3(
                                given.requireReal("factor"),
                                given.requireReal("low_freq_factor"),
                                given.requireReal("high_freq_factor"),
                                given.requireSize("original_max_position_embeddings"));
                    case "longrope" -> longRope(given);
                    default -> {
                        // Earlier names of the same, in Phi-3's files only.
                        if (family == Family.PHI3 && (type.equals("su") || type.equals("yarn"))) {
                            yield longRope(given);
                        }
                        throw settings.refuse("rope scaling of type \"%s\" is not supported".formatted(type));
                    }
                };
        if (scaling instanceof None) {
            given.pass("original_max_position_embeddings");
        }
        given.refuseUnknown(WITHOUT_EFFECT);
        return scaling;
    }

    private LongRope longRope(JsonSettings given) {
        Optional<Integer> outside = settings.size("original_max_position_embeddings");
        int original = given.size("original_max_position_embeddings")
                .or(() -> outside)
                .orElseThrow(() ->
                        settings.refuse("it lacks original_max_position_embeddings, which its rope scaling needs"));
        double factor = given.real("factor").orElse((double) context / original);
        double magnitude = given.real("attention_factor").orElseGet(() -> LongRope.magnitude(factor, original));
        return new LongRope(given.requireReals("short_factor"), given.requireReals("long_factor"), original, magnitude);
    }

    private void refusePartial(JsonSettings given) {
        double share = given.real("partial_rotary_factor").orElse(1.0);
        if (share != 1) {
            throw settings.refuse(
                    "a rotary embedding of a part of each head (partial_rotary_factor %s) is not supported"
                            .formatted(share));
        }
    }
}
