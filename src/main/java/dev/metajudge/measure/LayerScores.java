package dev.metajudge.measure;

import java.util.Arrays;

/**
 * Scores out of the logits that each layer gives the score tokens, at the position that predicts the score
 * (arXiv 2508.03550). Which reading of a hidden state they come from (final norm or not) is the caller's choice.
 */
public final class LayerScores {
    private final double[][] logits;
    private final int[] scale;

    /**
     * One item's logits.
     *
     * @param logits [layers, scores], the last layer is the model's output
     * @param scale the score that each column stands for
     */
    public LayerScores(double[][] logits, int[] scale) {
        this.logits = Arrays.stream(logits).map(double[]::clone).toArray(double[][]::new);
        this.scale = scale.clone();
        if (logits.length == 0 || scale.length < 2) {
            throw new IllegalArgumentException("scores need one layer and two scores or more");
        }
        for (double[] layer : logits) {
            Check.sameLength(layer.length, scale.length);
            Check.finite(layer);
        }
    }

    /** v-score: the score with the highest logit in the last layer; the first of equal ones. */
    public int vScore() {
        return scale[largest(logits[logits.length - 1])];
    }

    /** e-score: the expectation of the last layer's softmax over the score tokens. */
    public double eScore() {
        return eScore(logits.length - 1);
    }

    /** The e-score of one layer alone. */
    public double eScore(int layer) {
        return expectation(Softmax.of(logits[layer]), scale);
    }

    /** lager: the expectation of the softmax of the weighted sum of all layers' logits. */
    public double lager(LayerWeights weights) {
        return expectation(distribution(weights), scale);
    }

    /** The distribution whose expectation is {@link #lager}, one probability a score. */
    public double[] distribution(LayerWeights weights) {
        return Softmax.of(sum(weights));
    }

    /** The weighted sum of all layers' logits, one a score. */
    public double[] sum(LayerWeights weights) {
        Check.sameLength(weights.values().size(), logits.length);
        double[] sum = new double[scale.length];
        for (int layer = 0; layer < logits.length; layer++) {
            double weight = weights.values().get(layer);
            for (int s = 0; s < sum.length; s++) {
                sum[s] += weight * logits[layer][s];
            }
        }
        return sum;
    }

    static double expectation(double[] p, int[] scale) {
        double sum = 0;
        for (int s = 0; s < p.length; s++) {
            sum += p[s] * scale[s];
        }
        return sum;
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }
}
