package dev.metajudge.measure;

/** What every statistic asks of its input. */
final class Check {
    private Check() {}

    static void finite(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("value " + i + " is " + values[i] + ", not a finite number");
            }
        }
    }

    static void paired(double[] x, double[] y) {
        sameLength(x.length, y.length);
        finite(x);
        finite(y);
    }

    static void sameLength(int x, int y) {
        if (x != y) {
            throw new IllegalArgumentException("paired values need the same number of both, not " + x + " and " + y);
        }
    }

    /** A probability distribution: 0 or more each, summing to 1 within 1e-6. */
    static void distribution(double[] p) {
        double sum = 0;
        for (double value : p) {
            if (!(value >= 0)) {
                throw new IllegalArgumentException("a probability is 0 or more, not " + value);
            }
            sum += value;
        }
        if (!(Math.abs(sum - 1) <= 1e-6)) {
            throw new IllegalArgumentException("probabilities sum to 1, not " + sum);
        }
    }
}
