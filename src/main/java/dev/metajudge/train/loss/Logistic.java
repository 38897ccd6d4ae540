package dev.metajudge.train.loss;

/**
 * The logistic function and its logarithm, without overflow or cancellation at any margin.
 */
final class Logistic {
    private Logistic() {}

    /** 1 / (1 + e^-x). */
    static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    /** -log sigmoid(x). */
    static double minusLog(double x) {
        return Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** The slope of the sigmoid: sigmoid(x) sigmoid(-x). */
    static double slope(double x) {
        return sigmoid(x) * sigmoid(-x);
    }
}
