package dev.metajudge.measure;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Cohen's kappa: agreement of two raters on labels beyond what their own habits would give by chance,
 * 1 - sum(w O) / sum(w E), w being the weight of a disagreement by the labels' distance in the list. Empty where chance
 * leaves nothing to disagree on (both always say the same label).
 */
public enum Kappa {
    /** Every disagreement weighs the same. */
    PLAIN,
    /** Weighs by distance. */
    LINEAR,
    /** Weighs by squared distance; the usual one for scores. */
    QUADRATIC;

    /**
     * Kappa over a full list of labels.
     *
     * @param labels every label there is, in order; all of x and y are among them
     */
    public OptionalDouble of(int[] x, int[] y, int[] labels) {
        Check.sameLength(x.length, y.length);
        double[] ofX = new double[labels.length];
        double[] ofY = new double[labels.length];
        double observed = 0;
        for (int i = 0; i < x.length; i++) {
            int a = index(x[i], labels);
            int b = index(y[i], labels);
            ofX[a]++;
            ofY[b]++;
            observed += weight(a, b);
        }
        double expected = 0;
        for (int a = 0; a < labels.length; a++) {
            for (int b = 0; b < labels.length; b++) {
                expected += weight(a, b) * ofX[a] * ofY[b];
            }
        }
        return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - observed * x.length / expected);
    }

    /** Kappa over only those labels that occur, in ascending order. */
    public OptionalDouble ofSeen(int[] x, int[] y) {
        return of(
                x,
                y,
                IntStream.concat(IntStream.of(x), IntStream.of(y))
                        .sorted()
                        .distinct()
                        .toArray());
    }

    private double weight(int a, int b) {
        double distance = Math.abs(a - b);
        return switch (this) {
            case PLAIN -> a == b ? 0 : 1;
            case LINEAR -> distance;
            case QUADRATIC -> distance * distance;
        };
    }

    private static int index(int label, int[] labels) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == label) {
                return i;
            }
        }
        throw new IllegalArgumentException("label " + label + " is not in the list of labels");
    }
}
