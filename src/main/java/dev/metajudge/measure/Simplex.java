package dev.metajudge.measure;

import java.util.Arrays;

/** Euclidean projections onto the probability simplex. */
final class Simplex {
    private Simplex() {}

    /** The distribution nearest to y, by sorting. */
    static double[] project(double[] y) {
        double[] sorted = y.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double shift = 0;
        for (int k = 1; k <= sorted.length; k++) {
            double value = sorted[sorted.length - k];
            sum += value;
            if (value - (sum - 1) / k > 0) {
                shift = (sum - 1) / k;
            }
        }
        double lift = shift;
        return Arrays.stream(y).map(value -> Math.max(value - lift, 0)).toArray();
    }

    /**
     * The distribution nearest to y among those within {@code radius} of p. By the optimality conditions it is the
     * projection of p + t (y - p) with the t in (0, 1] that puts it on the sphere, or t = 1 if the ball does not bind;
     * its distance from p grows with t, so t is found by halving.
     */
    static double[] project(double[] y, double[] p, double radius) {
        double[] free = project(y);
        if (distance(free, p) <= radius) {
            return free;
        }
        double low = 0;
        double high = 1;
        for (double middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
            if (distance(project(between(p, y, middle)), p) <= radius) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return radius == 0 ? p.clone() : project(between(p, y, low));
    }

    private static double[] between(double[] p, double[] y, double t) {
        double[] point = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            point[i] = p[i] + t * (y[i] - p[i]);
        }
        return point;
    }

    private static double distance(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += (u[i] - v[i]) * (u[i] - v[i]);
        }
        return Math.sqrt(sum);
    }
}
