package dev.metajudge.preference;

import java.util.Arrays;

/**
 * Bradley-Terry strengths by maximum likelihood with a Gaussian prior: maximises
 * sum over m != n of B[m][n] log sigma(e_m - e_n) - lambda/2 sum of e_m^2, which is strictly concave, by damped Newton
 * steps. The likelihood only knows differences, so at the optimum the strengths sum to zero.
 *
 * @param lambda the prior's precision, above 0
 */
public record BradleyTerry(double lambda) {
    private static final int MOST_STEPS = 200;
    private static final double FLAT = 1e-13;
    private static final double STILL_FLAT = 1e-9;

    public BradleyTerry {
        if (!(lambda > 0)) {
            throw new IllegalArgumentException("lambda must be above 0, not " + lambda);
        }
    }

    /**
     * Fits the strengths.
     *
     * @param wins [n,n], weighted wins of the row over the column, 0 or more; the diagonal is not read
     */
    public double[] fit(double[][] wins) {
        check(wins);
        double[] strengths = new double[wins.length];
        double[] gradient = gradient(strengths, wins);
        for (int step = 0; step < MOST_STEPS && largest(gradient) > FLAT; step++) {
            double[] direction = Cholesky.solve(curvature(strengths, wins), gradient);
            double[] next = climb(strengths, direction, wins);
            if (Arrays.equals(next, strengths)) {
                break;
            }
            strengths = next;
            gradient = gradient(strengths, wins);
        }
        if (largest(gradient) > STILL_FLAT) {
            throw new IllegalStateException("Bradley-Terry did not converge: gradient " + largest(gradient));
        }
        return centred(strengths);
    }

    /** A full step in the direction, halved until the objective does not fall. */
    private double[] climb(double[] from, double[] direction, double[][] wins) {
        double before = objective(from, wins);
        double[] next = from;
        for (double share = 1; share > 1e-9; share /= 2) {
            next = from.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] += share * direction[i];
            }
            if (objective(next, wins) >= before - 1e-15 * Math.abs(before)) {
                return next;
            }
        }
        return from;
    }

    private double objective(double[] strengths, double[][] wins) {
        double sum = 0;
        for (int m = 0; m < strengths.length; m++) {
            for (int n = 0; n < strengths.length; n++) {
                if (n != m && wins[m][n] != 0) {
                    sum += wins[m][n] * logSigmoid(strengths[m] - strengths[n]);
                }
            }
            sum -= lambda / 2 * strengths[m] * strengths[m];
        }
        return sum;
    }

    private double[] gradient(double[] strengths, double[][] wins) {
        double[] gradient = new double[strengths.length];
        for (int m = 0; m < strengths.length; m++) {
            gradient[m] -= lambda * strengths[m];
            for (int n = 0; n < strengths.length; n++) {
                if (n != m) {
                    double pull = wins[m][n] * Math.exp(logSigmoid(strengths[n] - strengths[m]));
                    gradient[m] += pull;
                    gradient[n] -= pull;
                }
            }
        }
        return gradient;
    }

    /** The objective's negative Hessian: symmetric, positive definite through the prior. */
    private double[][] curvature(double[] strengths, double[][] wins) {
        double[][] curvature = new double[strengths.length][strengths.length];
        for (int m = 0; m < strengths.length; m++) {
            curvature[m][m] += lambda;
            for (int n = 0; n < m; n++) {
                double gap = strengths[m] - strengths[n];
                double weight = (wins[m][n] + wins[n][m]) * Math.exp(logSigmoid(gap) + logSigmoid(-gap));
                curvature[m][n] -= weight;
                curvature[n][m] -= weight;
                curvature[m][m] += weight;
                curvature[n][n] += weight;
            }
        }
        return curvature;
    }

    /** log(1 / (1 + exp(-x))), exact for large |x| too. */
    private static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double[] centred(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(value -> value - mean + 0.0).toArray();
    }

    private static void check(double[][] wins) {
        for (double[] row : wins) {
            if (row.length != wins.length) {
                throw new IllegalArgumentException("a battle matrix is square");
            }
            for (double won : row) {
                if (!(won >= 0 && won < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("weighted wins are finite and 0 or more, not " + won);
                }
            }
        }
    }
}
