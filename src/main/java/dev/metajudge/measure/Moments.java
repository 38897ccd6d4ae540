package dev.metajudge.measure;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Mean, spread and tails of a sample. Deviations are taken from a corrected mean, so that a small spread on a large
 * offset keeps its digits.
 */
public final class Moments {
    private Moments() {}

    /** The arithmetic mean; empty without values. */
    public static OptionalDouble mean(double[] x) {
        Check.finite(x);
        return x.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(centre(x));
    }

    /** The sample standard deviation, with n - 1; empty below two values. */
    public static OptionalDouble spread(double[] x) {
        Check.finite(x);
        return x.length < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.sqrt(powerSum(deviations(x), 2) / (x.length - 1)));
    }

    /** Excess kurtosis of the values as they are: m4 / m2^2 - 3, 0 for a normal; empty if they are all equal. */
    public static OptionalDouble kurtosis(double[] x) {
        Check.finite(x);
        double[] d = deviations(x);
        double m2 = powerSum(d, 2) / x.length;
        return x.length == 0 || m2 == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(powerSum(d, 4) / x.length / (m2 * m2) - 3);
    }

    /**
     * Excess kurtosis estimated for the population: (n-1)/((n-2)(n-3)) ((n+1) g + 6), g being {@link #kurtosis};
     * empty below four values or if they are all equal.
     */
    public static OptionalDouble populationKurtosis(double[] x) {
        double n = x.length;
        OptionalDouble biased = kurtosis(x);
        return n < 4 || biased.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * biased.getAsDouble() + 6));
    }

    /** Each value minus the mean; all exactly 0 for a constant sample. */
    static double[] deviations(double[] x) {
        double[] d = new double[x.length];
        if (DoubleStream.of(x).allMatch(value -> value == x[0])) {
            return d;
        }
        double centre = centre(x);
        for (int i = 0; i < x.length; i++) {
            d[i] = x[i] - centre;
        }
        // The mean itself was rounded: what that left over is in every deviation.
        double rest = sum(d) / x.length;
        for (int i = 0; i < x.length; i++) {
            d[i] -= rest;
        }
        return d;
    }

    private static double centre(double[] x) {
        double mean = sum(x) / x.length;
        double rest = 0;
        for (double value : x) {
            rest += value - mean;
        }
        return mean + rest / x.length;
    }

    private static double sum(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        return sum;
    }

    private static double powerSum(double[] d, int power) {
        double sum = 0;
        for (double value : d) {
            double square = value * value;
            sum += power == 2 ? square : square * square;
        }
        return sum;
    }
}
