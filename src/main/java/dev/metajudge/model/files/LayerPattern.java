package dev.metajudge.model.files;

import dev.metajudge.model.LayerAttention;
import dev.metajudge.model.ModelConfig;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Rules by which a file says which of its layers have an attention window. */
final class LayerPattern {
    private LayerPattern() {}

    /** All layers the same. */
    static List<LayerAttention> uniform(int layers, LayerAttention all) {
        return Collections.nCopies(bounded(layers), all);
    }

    /** The last of every so many layers sees everything, those before it have a window. */
    static List<LayerAttention> every(long pattern, int layers, LayerAttention sliding, LayerAttention full) {
        if (pattern < 1) {
            throw new IllegalArgumentException("a pattern of windows over %d layers cannot be".formatted(pattern));
        }
        return IntStream.range(0, bounded(layers))
                .mapToObj(layer -> (layer + 1) % pattern == 0 ? full : sliding)
                .toList();
    }

    /** The first layers see everything, the others have a window. */
    static List<LayerAttention> after(int first, int layers, LayerAttention sliding, LayerAttention full) {
        return IntStream.range(0, bounded(layers))
                .mapToObj(layer -> layer < first ? full : sliding)
                .toList();
    }

    /** Before a list of so many is made. */
    private static int bounded(int layers) {
        if (layers < 1 || layers > ModelConfig.MOST_LAYERS) {
            throw new IllegalArgumentException(
                    "layers must be 1 to %d, not %d".formatted(ModelConfig.MOST_LAYERS, layers));
        }
        return layers;
    }
}
