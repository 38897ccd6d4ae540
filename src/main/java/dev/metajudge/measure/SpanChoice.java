package dev.metajudge.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Uniform weights over a span of layers, chosen by cross-validation: for few ratings, where a weight a layer would fit
 * noise. Nothing is fitted but the span's two ends; how good the choice is, is told by folds that had no part in it.
 *
 * @param from the first layer of the span that is best on all items
 * @param to the layer after its last
 * @param criterion what was made as high as it goes
 * @param value the criterion of that span on all items it was chosen on: too hopeful
 * @param folds what each fold chose on the others, and what that was worth on it
 * @param allLayers the criterion of all layers on each fold, for comparison
 * @param lastLayer the same of the last layer alone (e-score)
 */
public record SpanChoice(
        int from,
        int to,
        Criterion criterion,
        double value,
        List<Fold> folds,
        List<Double> allLayers,
        List<Double> lastLayer) {
    /** The span chosen without a fold's items, and the criterion on them. */
    public record Fold(int from, int to, double value) {}

    /** What makes a span better; the higher the better. */
    public enum Criterion {
        /** Spearman's rho of scores and ratings. */
        SPEARMAN,
        /** Minus the mean absolute error. */
        MAE;

        /** Not a number where it is undefined: for constant scores or ratings, say. */
        double of(double[] scores, double[] ratings) {
            OptionalDouble value =
                    switch (this) {
                        case SPEARMAN -> Correlation.spearman(scores, ratings);
                        case MAE -> Deviation.meanAbsolute(scores, ratings);
                    };
            return this == MAE ? -value.orElse(Double.NaN) : value.orElse(Double.NaN);
        }
    }

    public SpanChoice {
        folds = List.copyOf(folds);
        allLayers = List.copyOf(allLayers);
        lastLayer = List.copyOf(lastLayer);
    }

    /** The chosen span's weights. */
    public LayerWeights weights(int layers) {
        return LayerWeights.uniform(layers, from, to);
    }

    /**
     * Chooses a span; of equal ones the first.
     *
     * @param items [items][layers][scores]
     * @param ratings one an item
     * @param scale the score that each column stands for
     * @param folds 2 to the number of items
     * @param random deals the items to folds
     * @throws IllegalArgumentException if the criterion is undefined for every span, as with ratings all equal
     */
    public static SpanChoice of(
            double[][][] items, double[] ratings, int[] scale, int folds, Criterion criterion, RandomGenerator random) {
        Check.sameLength(items.length, ratings.length);
        if (folds < 2 || folds > items.length) {
            throw new IllegalArgumentException("folds must be 2 to the number of items, not " + folds);
        }
        return new Search(items, ratings, scale, criterion).choose(deal(items.length, folds, random), folds);
    }

    private static int[] deal(int items, int folds, RandomGenerator random) {
        int[] fold = IntStream.range(0, items).map(i -> i % folds).toArray();
        for (int i = items - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = fold[i];
            fold[i] = fold[j];
            fold[j] = kept;
        }
        return fold;
    }

    private static final class Search {
        private final double[][][] items;
        private final double[] ratings;
        private final int[] scale;
        private final Criterion criterion;
        private final int layers;

        Search(double[][][] items, double[] ratings, int[] scale, Criterion criterion) {
            this.items = items;
            this.ratings = ratings;
            this.scale = scale;
            this.criterion = criterion;
            layers = items[0].length;
        }

        SpanChoice choose(int[] fold, int folds) {
            var best = new int[folds + 1][2];
            var bestValue = new double[folds + 1];
            var onFold = new double[folds];
            Arrays.fill(bestValue, Double.NEGATIVE_INFINITY);
            for (int from = 0; from < layers; from++) {
                for (int to = from + 1; to <= layers; to++) {
                    double[] scores = scores(from, to);
                    for (int k = 0; k <= folds; k++) {
                        int left = k;
                        double value = value(scores, i -> fold[i] != left);
                        if (value > bestValue[k]) {
                            bestValue[k] = value;
                            best[k] = new int[] {from, to};
                            if (k < folds) {
                                onFold[k] = value(scores, i -> fold[i] == left);
                            }
                        }
                    }
                }
            }
            if (bestValue[folds] == Double.NEGATIVE_INFINITY) {
                throw new IllegalArgumentException("no span's " + criterion + " is defined: are all ratings equal?");
            }
            List<Fold> chosen = new ArrayList<>();
            for (int k = 0; k < folds; k++) {
                chosen.add(new Fold(best[k][0], best[k][1], onFold[k]));
            }
            return new SpanChoice(
                    best[folds][0],
                    best[folds][1],
                    criterion,
                    bestValue[folds],
                    chosen,
                    eachFold(scores(0, layers), fold, folds),
                    eachFold(scores(layers - 1, layers), fold, folds));
        }

        private List<Double> eachFold(double[] scores, int[] fold, int folds) {
            return IntStream.range(0, folds)
                    .mapToObj(k -> value(scores, i -> fold[i] == k))
                    .toList();
        }

        private double value(double[] scores, IntPredicate chosen) {
            int[] these = IntStream.range(0, scores.length).filter(chosen).toArray();
            return criterion.of(
                    Arrays.stream(these).mapToDouble(i -> scores[i]).toArray(),
                    Arrays.stream(these).mapToDouble(i -> ratings[i]).toArray());
        }

        private double[] scores(int from, int to) {
            LayerWeights weights = LayerWeights.uniform(layers, from, to);
            return Arrays.stream(items)
                    .mapToDouble(item -> new LayerScores(item, scale).lager(weights))
                    .toArray();
        }
    }
}
