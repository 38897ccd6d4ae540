package dev.metajudge.measure;

/** Distances between two probability distributions over the same labels; natural logarithms. */
public final class Divergence {
    private Divergence() {}

    /** KL(p || q) = sum p log(p/q), 0 log 0 being 0; infinite where q is 0 and p is not. */
    public static double kl(double[] p, double[] q) {
        check(p, q);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0) {
                sum += p[i] * Math.log(p[i] / q[i]);
            }
        }
        return sum;
    }

    /** The Jensen-Shannon divergence, 0 to ln 2: the mean KL of both to their mean. */
    public static double jensenShannon(double[] p, double[] q) {
        check(p, q);
        double[] middle = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            middle[i] = (p[i] + q[i]) / 2;
        }
        return Math.max(0, (kl(p, middle) + kl(q, middle)) / 2);
    }

    /** The Jensen-Shannon distance, a metric: the root of the divergence. */
    public static double jensenShannonDistance(double[] p, double[] q) {
        return Math.sqrt(jensenShannon(p, q));
    }

    /** Half the sum of absolute differences, 0 to 1. */
    public static double totalVariation(double[] p, double[] q) {
        check(p, q);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += Math.abs(p[i] - q[i]);
        }
        return sum / 2;
    }

    /** The Euclidean distance. */
    public static double l2(double[] p, double[] q) {
        check(p, q);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += (p[i] - q[i]) * (p[i] - q[i]);
        }
        return Math.sqrt(sum);
    }

    /** The entropy of p. */
    public static double entropy(double[] p) {
        Check.distribution(p);
        double sum = 0;
        for (double value : p) {
            sum -= value > 0 ? value * Math.log(value) : 0;
        }
        return sum;
    }

    private static void check(double[] p, double[] q) {
        Check.sameLength(p.length, q.length);
        Check.distribution(p);
        Check.distribution(q);
    }
}
