package dev.metajudge.model.adapter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name that PEFT gives one matrix of an adapter.
 *
 * @param weight the canonical name of the weight that it changes
 * @param matrix which of the two
 */
record PeftName(String weight, Matrix matrix) {
    private static final String PREFIX = "base_model.model.";
    private static final String SUFFIX = ".weight";
    private static final Pattern FORM =
            Pattern.compile("base_model\\.model\\.([A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*)\\.lora_([AB])\\.weight");

    enum Matrix {
        A,
        B
    }

    static Optional<PeftName> parse(String name) {
        Matcher found = FORM.matcher(name);
        return found.matches()
                ? Optional.of(new PeftName(found.group(1) + SUFFIX, Matrix.valueOf(found.group(2))))
                : Optional.empty();
    }

    /** As the file spells it. */
    String spelled() {
        return "%s%s.lora_%s%s".formatted(PREFIX, layer(weight), matrix, SUFFIX);
    }

    /** Whether a weight's layer is one of those that this entry of PEFT's target_modules means. */
    static boolean isTarget(String weight, String target) {
        String layer = layer(weight);
        return layer.equals(target) || layer.endsWith("." + target);
    }

    /** The layer that a weight belongs to ("model.layers.0.self_attn.q_proj"). */
    static String layer(String weight) {
        if (!weight.endsWith(SUFFIX)) {
            throw new IllegalArgumentException("%s does not end in %s".formatted(weight, SUFFIX));
        }
        return weight.substring(0, weight.length() - SUFFIX.length());
    }
}
