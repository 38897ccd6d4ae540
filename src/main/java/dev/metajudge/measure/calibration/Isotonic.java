package dev.metajudge.measure.calibration;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Isotonic regression: the function of the score that never falls and is nearest to the ratings in squares, by pooling
 * neighbours that fall (pool adjacent violators). Between the scores seen it is straight, as scikit-learn's is.
 */
final class Isotonic {
    private Isotonic() {}

    static Knots fit(double[] scores, double[] ratings) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[a] + 0.0, scores[b] + 0.0))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] x = new double[scores.length];
        double[] mean = new double[scores.length];
        double[] weight = new double[scores.length];
        int distinct = 0;
        for (int i : order) {
            if (distinct == 0 || x[distinct - 1] != scores[i]) {
                x[distinct++] = scores[i];
            }
            weight[distinct - 1]++;
            mean[distinct - 1] += (ratings[i] - mean[distinct - 1]) / weight[distinct - 1];
        }
        return Knots.of(Arrays.copyOf(x, distinct), pooled(mean, weight, distinct));
    }

    private static double[] pooled(double[] mean, double[] weight, int n) {
        double[] value = new double[n];
        double[] mass = new double[n];
        int[] end = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            value[blocks] = mean[i];
            mass[blocks] = weight[i];
            end[blocks] = i + 1;
            blocks++;
            while (blocks > 1 && value[blocks - 2] >= value[blocks - 1]) {
                double both = mass[blocks - 2] + mass[blocks - 1];
                value[blocks - 2] =
                        (value[blocks - 2] * mass[blocks - 2] + value[blocks - 1] * mass[blocks - 1]) / both;
                mass[blocks - 2] = both;
                end[blocks - 2] = end[blocks - 1];
                blocks--;
            }
        }
        double[] fitted = new double[n];
        for (int block = 0, from = 0; block < blocks; from = end[block++]) {
            Arrays.fill(fitted, from, end[block], value[block]);
        }
        return fitted;
    }
}
