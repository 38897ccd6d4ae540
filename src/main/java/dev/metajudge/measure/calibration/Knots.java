package dev.metajudge.measure.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A function that never falls, by its knots: straight between them, flat outside.
 *
 * @param x where the knots are, rising
 * @param y the values there, never falling
 */
public record Knots(List<Double> x, List<Double> y) {
    public Knots {
        x = List.copyOf(x);
        y = List.copyOf(y);
        if (x.isEmpty() || x.size() != y.size()) {
            throw new IllegalArgumentException("knots need one or more x, and as many y");
        }
        for (int i = 0; i < x.size(); i++) {
            if (!Double.isFinite(x.get(i)) || !Double.isFinite(y.get(i))) {
                throw new IllegalArgumentException("knots are finite, not " + x.get(i) + ", " + y.get(i));
            } else if (i > 0 && (x.get(i) <= x.get(i - 1) || y.get(i) < y.get(i - 1))) {
                throw new IllegalArgumentException("knots rise: " + x.get(i - 1) + ", " + y.get(i - 1)
                        + " is not below " + x.get(i) + ", " + y.get(i));
            }
        }
    }

    static Knots of(double[] x, double[] y) {
        return new Knots(
                DoubleStream.of(x).boxed().toList(), DoubleStream.of(y).boxed().toList());
    }

    /** The function's value. */
    public double at(double value) {
        int last = x.size() - 1;
        if (value <= x.getFirst()) {
            return y.getFirst();
        } else if (value >= x.get(last)) {
            return y.get(last);
        }
        int above = 1;
        for (int low = 1, high = last; low <= high; ) {
            int middle = (low + high) >>> 1;
            if (x.get(middle) < value) {
                low = middle + 1;
            } else {
                above = middle;
                high = middle - 1;
            }
        }
        double share = (value - x.get(above - 1)) / (x.get(above) - x.get(above - 1));
        return y.get(above - 1) + share * (y.get(above) - y.get(above - 1));
    }

    double[] at(double[] values) {
        return Arrays.stream(values).map(this::at).toArray();
    }
}
