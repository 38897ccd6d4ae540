package dev.metajudge.scoring;

import dev.metajudge.UserError;
import dev.metajudge.measure.LayerScores;
import dev.metajudge.measure.LayerTuning;
import dev.metajudge.measure.LayerWeights;
import dev.metajudge.measure.SpanChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The layers' logits of rated items, from which layer weights are made.
 *
 * @param layers [items][layers][scores]
 * @param ratings one an item
 * @param leftOut items without logits
 */
public record RatedLayers(double[][][] layers, double[] ratings, ScoreRange range, int leftOut) {
    /** Ratings and logits put together by id. */
    public static RatedLayers of(List<ScoreItem> items, Map<String, double[][]> logits, ScoreRange range) {
        List<ScoreItem> these =
                items.stream().filter(item -> logits.containsKey(item.id())).toList();
        if (these.isEmpty()) {
            throw UserError.input("no item got a score, so there is nothing to tune on");
        }
        return new RatedLayers(
                these.stream().map(item -> logits.get(item.id())).toArray(double[][][]::new),
                these.stream().mapToDouble(item -> item.rating().orElseThrow()).toArray(),
                range,
                items.size() - these.size());
    }

    public int items() {
        return ratings.length;
    }

    /** Trains weights, the items in an order that the seed decides. */
    public LayerTuning.Tuned tune(LayerTuning tuning, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, items()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return tuning.tune(
                order.stream().map(i -> layers[i]).toArray(double[][][]::new),
                order.stream().mapToDouble(i -> ratings[i]).toArray(),
                scale());
    }

    /** Chooses a span of layers; the seed deals the items to folds. */
    public SpanChoice span(int folds, SpanChoice.Criterion criterion, long seed) {
        try {
            return SpanChoice.of(layers, ratings, scale(), Math.min(folds, items()), criterion, new Random(seed));
        } catch (IllegalArgumentException undefined) {
            throw UserError.input("no span of layers can be chosen: " + undefined.getMessage());
        }
    }

    /** The scores that weights give the items. */
    public double[] scores(LayerWeights weights) {
        return Arrays.stream(layers)
                .mapToDouble(item -> new LayerScores(item, scale()).lager(weights))
                .toArray();
    }

    private int[] scale() {
        return IntStream.rangeClosed(range.min(), range.max()).toArray();
    }
}
