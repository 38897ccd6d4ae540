package dev.metajudge.model.load;

import dev.metajudge.model.Attention;
import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Rope;
import dev.metajudge.model.RopeScaling.Factors;
import dev.metajudge.model.RopeScaling.Linear;
import dev.metajudge.model.RopeScaling.Llama3;
import dev.metajudge.model.RopeScaling.LongRope;
import dev.metajudge.model.RopeScaling.None;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What sets a model's computation apart from a plain Llama's, in words. */
final class ShapeText {
    private ShapeText() {}

    /** Windows, biases, norms and caps. */
    static String attention(ModelConfig config) {
        Attention attention = config.attention();
        var parts = new ArrayList<String>();
        parts.add(windows(config));
        if (attention.inputBias()) {
            parts.add("biases");
        }
        if (attention.headNorms()) {
            parts.add("query and key norms");
        }
        if (attention.softCap() > 0) {
            parts.add("scores capped at " + number(attention.softCap()));
        }
        if (config.postNorms()) {
            parts.add("four norms a layer");
        }
        if (config.finalSoftCap() > 0) {
            parts.add("logits capped at " + number(config.finalSoftCap()));
        }
        return String.join(", ", parts);
    }

    private static String windows(ModelConfig config) {
        List<LayerAttention> layers = config.attention().layers();
        long windowed = layers.stream().filter(layer -> layer.window() > 0).count();
        if (windowed == 0) {
            return "every layer sees everything";
        }
        var sizes = layers.stream()
                .map(LayerAttention::window)
                .filter(window -> window > 0)
                .collect(Collectors.toCollection(TreeSet::new));
        return "%d of %d layers see the last %s tokens"
                .formatted(
                        windowed,
                        layers.size(),
                        sizes.stream().map(ShapeText::count).collect(Collectors.joining(" or ")));
    }

    /** The rotary embeddings; where layers differ, with how many have each. */
    static String rotary(ModelConfig config) {
        Map<Rope, Integer> counts = new LinkedHashMap<>();
        config.attention().layers().forEach(layer -> counts.merge(layer.rope(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> counts.size() == 1
                        ? rope(entry.getKey())
                        : "%s in %d layers".formatted(rope(entry.getKey()), entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String rope(Rope rope) {
        return "base " + number(rope.base())
                + switch (rope.scaling()) {
                    case None _ -> "";
                    case Linear(double factor) -> ", all divided by " + number(factor);
                    case Llama3 bands ->
                        ", Llama 3's bands: factor %s beyond %s tokens"
                                .formatted(number(bands.factor()), count(bands.original()));
                    case Factors(List<Double> factors) ->
                        ", %d factors of the file, up to %s"
                                .formatted(
                                        factors.size(),
                                        number(factors.stream()
                                                .mapToDouble(Double::doubleValue)
                                                .max()
                                                .orElse(1)));
                    case LongRope extended -> ", other factors beyond %s tokens".formatted(count(extended.original()));
                };
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    private static String count(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
