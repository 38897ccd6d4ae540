package dev.metajudge.measure;

import java.util.OptionalDouble;

/** How far paired values lie apart; empty without pairs. */
public final class Deviation {
    private Deviation() {}

    /** The mean absolute error. */
    public static OptionalDouble meanAbsolute(double[] x, double[] y) {
        Check.paired(x, y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs(x[i] - y[i]);
        }
        return x.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / x.length);
    }

    /** The root of the mean squared error. */
    public static OptionalDouble rootMeanSquare(double[] x, double[] y) {
        Check.paired(x, y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return x.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(sum / x.length));
    }

    /** The share of pairs that are equal. */
    public static OptionalDouble accuracy(int[] x, int[] y) {
        Check.sameLength(x.length, y.length);
        double equal = 0;
        for (int i = 0; i < x.length; i++) {
            equal += x[i] == y[i] ? 1 : 0;
        }
        return x.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(equal / x.length);
    }
}
