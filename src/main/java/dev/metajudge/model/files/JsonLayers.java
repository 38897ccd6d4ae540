package dev.metajudge.model.files;

import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig.Family;
import java.util.List;
import java.util.Optional;

/** Reads out of a config.json which layers have an attention window: "layer_types", or the families' own rules. */
final class JsonLayers {
    /** What the reference takes when the file says nothing. */
    private static final int DEFAULT_WINDOW = 4096;

    private static final int QWEN_FULL_LAYERS = 28;
    private static final int GEMMA2_PATTERN = 2;
    private static final int GEMMA3_PATTERN = 6;

    private final JsonSettings settings;
    private final Family family;
    private final int layers;

    JsonLayers(JsonSettings settings, Family family, int layers) {
        this.settings = settings;
        this.family = family;
        this.layers = layers;
    }

    List<LayerAttention> read(JsonRope.Ropes ropes) {
        var full = new LayerAttention(0, ropes.full());
        var sliding = new LayerAttention(window(), ropes.sliding());
        List<LayerAttention> byRule =
                switch (family) {
                    case LLAMA -> LayerPattern.uniform(layers, full);
                    case MISTRAL, PHI3 -> LayerPattern.uniform(layers, sliding);
                    case QWEN2, QWEN3 -> {
                        int first = settings.size("max_window_layers").orElse(QWEN_FULL_LAYERS);
                        yield LayerPattern.after(first, layers, sliding, full);
                    }
                    case GEMMA2 -> LayerPattern.every(GEMMA2_PATTERN, layers, sliding, full);
                    case GEMMA3 -> LayerPattern.every(gemma3Pattern(), layers, sliding, full);
                };
        Optional<List<String>> types = settings.texts("layer_types");
        return types.isPresent() ? byTypes(types.get(), sliding, full) : byRule;
    }

    /** The window of layers that have one; 0 when there are none. */
    private int window() {
        int otherwise =
                switch (family) {
                    case MISTRAL, GEMMA2, GEMMA3 -> settings.has("sliding_window") ? 0 : DEFAULT_WINDOW;
                    case LLAMA, PHI3, QWEN2, QWEN3 -> 0;
                };
        if (family == Family.LLAMA) {
            return otherwise; // nothing is asked for, so that a window there is refused
        }
        int window = settings.size("sliding_window").orElse(otherwise);
        boolean qwen = family == Family.QWEN2 || family == Family.QWEN3;
        return qwen && !settings.flag("use_sliding_window", false) ? 0 : window;
    }

    /** In files between the two spellings both names occur. */
    private int gemma3Pattern() {
        Optional<Integer> later = settings.size("_sliding_window_pattern");
        return settings.size("sliding_window_pattern").or(() -> later).orElse(GEMMA3_PATTERN);
    }

    private List<LayerAttention> byTypes(List<String> types, LayerAttention sliding, LayerAttention full) {
        if (types.size() != layers) {
            throw settings.refuse("layer_types describes %d layers of %d".formatted(types.size(), layers));
        }
        return types.stream()
                .map(type -> switch (type) {
                    case "full_attention" -> full;
                    case "sliding_attention" -> windowed(sliding);
                    default -> throw settings.refuse("layers of type \"%s\" are not supported".formatted(type));
                })
                .toList();
    }

    private LayerAttention windowed(LayerAttention sliding) {
        if (sliding.window() == 0) {
            throw settings.refuse("layer_types asks for windows, but there is no sliding_window");
        }
        return sliding;
    }
}
