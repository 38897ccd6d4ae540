package dev.metajudge.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Trains the layer weights of the lager score on rated items (arXiv 2508.03550, section 3.3): weights = softmax(v),
 * v = 0 at first; loss = alpha CE(weighted logits, rating) + (1 - alpha) error(expected score, rating), Adam, items in
 * the given order.
 *
 * @param alpha share of the cross-entropy, 0 to 1
 * @param error what the second term measures: the paper says absolute, the authors' code squares
 */
public record LayerTuning(double alpha, ErrorTerm error, double learningRate, int batch, int epochs) {
    /** The paper's setting. */
    public static final LayerTuning PAPER = new LayerTuning(0.5, ErrorTerm.ABSOLUTE, 0.01, 4, 1);

    /** How the distance of expected score and rating is measured. */
    public enum ErrorTerm {
        ABSOLUTE,
        SQUARED
    }

    public LayerTuning {
        if (!(alpha >= 0 && alpha <= 1) || !(learningRate > 0) || batch < 1 || epochs < 1) {
            throw new IllegalArgumentException("not a tuning: alpha " + alpha + ", learning rate " + learningRate
                    + ", batch " + batch + ", epochs " + epochs);
        }
    }

    /**
     * What training gave.
     *
     * @param v the trained numbers
     * @param losses one a step, before its update
     */
    public record Tuned(LayerWeights weights, List<Double> v, List<Double> losses) {
        public Tuned {
            v = List.copyOf(v);
            losses = List.copyOf(losses);
        }
    }

    /**
     * Trains.
     *
     * @param items [items, layers, scores]
     * @param ratings one an item, within the scale; the cross-entropy takes the nearest score, of two the lower
     * @param scale the score that each column stands for
     */
    public Tuned tune(double[][][] items, double[] ratings, int[] scale) {
        Check.sameLength(items.length, ratings.length);
        if (items.length == 0) {
            throw new IllegalArgumentException("tuning needs one rated item or more");
        }
        double[] v = new double[items[0].length];
        var adam = new Adam(learningRate, v.length);
        List<Double> losses = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int start = 0; start < items.length; start += batch) {
                int end = Math.min(items.length, start + batch);
                var step = new Step(v.length, end - start);
                LayerWeights weights = LayerWeights.softmax(v);
                for (int i = start; i < end; i++) {
                    step.add(new LayerScores(items[i], scale), items[i], weights, ratings[i], scale);
                }
                losses.add(step.loss);
                adam.step(v, step.throughSoftmax(weights));
            }
        }
        return new Tuned(LayerWeights.softmax(v), DoubleStream.of(v).boxed().toList(), losses);
    }

    /** Loss and gradient of one batch. */
    private final class Step {
        private final double[] byWeight;
        private final int size;
        private double loss;

        Step(int layers, int size) {
            this.byWeight = new double[layers];
            this.size = size;
        }

        void add(LayerScores scores, double[][] logits, LayerWeights weights, double rating, int[] scale) {
            double[] logP = Softmax.log(scores.sum(weights));
            double[] p = Arrays.stream(logP).map(Math::exp).toArray();
            double expected = LayerScores.expectation(p, scale);
            int label = nearest(rating, scale);
            double off = expected - rating;
            double slope =
                    switch (error) {
                        case ABSOLUTE -> Math.signum(off);
                        case SQUARED -> 2 * off;
                    };
            double miss =
                    switch (error) {
                        case ABSOLUTE -> Math.abs(off);
                        case SQUARED -> off * off;
                    };
            loss += (alpha * -logP[label] + (1 - alpha) * miss) / size;
            for (int s = 0; s < p.length; s++) {
                double crossEntropy = p[s] - (s == label ? 1 : 0);
                double byLogit = alpha * crossEntropy + (1 - alpha) * slope * p[s] * (scale[s] - expected);
                for (int layer = 0; layer < byWeight.length; layer++) {
                    byWeight[layer] += byLogit * logits[layer][s] / size;
                }
            }
        }

        /** dv = w (dw - sum of w dw). */
        double[] throughSoftmax(LayerWeights weights) {
            double mean = 0;
            for (int layer = 0; layer < byWeight.length; layer++) {
                mean += weights.values().get(layer) * byWeight[layer];
            }
            double[] byV = new double[byWeight.length];
            for (int layer = 0; layer < byV.length; layer++) {
                byV[layer] = weights.values().get(layer) * (byWeight[layer] - mean);
            }
            return byV;
        }
    }

    private static int nearest(double rating, int[] scale) {
        int nearest = 0;
        for (int s = 1; s < scale.length; s++) {
            nearest = Math.abs(scale[s] - rating) < Math.abs(scale[nearest] - rating) ? s : nearest;
        }
        double low = Arrays.stream(scale).min().orElseThrow();
        double high = Arrays.stream(scale).max().orElseThrow();
        if (!(rating >= low && rating <= high)) {
            throw new IllegalArgumentException("rating " + rating + " is outside the scale");
        }
        return nearest;
    }
}
