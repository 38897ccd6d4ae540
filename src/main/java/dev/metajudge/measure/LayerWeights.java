package dev.metajudge.measure;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How much each layer counts in the lager score (arXiv 2508.03550): one weight a layer, 0 = the embeddings, the last =
 * the model's output.
 */
public record LayerWeights(List<Double> values) {
    public LayerWeights {
        values = List.copyOf(values);
        if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("layer weights are finite numbers, one a layer");
        }
    }

    /** The same for each of so many layers. */
    public static LayerWeights uniform(int layers) {
        return new LayerWeights(Collections.nCopies(layers, 1.0 / layers));
    }

    /** The same for layers [from, to), nothing for the others. */
    public static LayerWeights uniform(int layers, int from, int to) {
        if (from < 0 || to > layers || from >= to) {
            throw new IllegalArgumentException("no layers " + from + " to " + to + " among " + layers);
        }
        double weight = 1.0 / (to - from);
        return new LayerWeights(IntStream.range(0, layers)
                .mapToObj(layer -> layer >= from && layer < to ? weight : 0.0)
                .toList());
    }

    /** The softmax of trained numbers v. */
    static LayerWeights softmax(double[] v) {
        return new LayerWeights(DoubleStream.of(Softmax.of(v)).boxed().toList());
    }
}
