package dev.metajudge.measure.calibration;

import dev.metajudge.measure.Ranks;
import java.util.Map;
import java.util.TreeMap;

/** Scores carried to a target distribution: the one rising function that gives them its quantiles. */
final class Transport {
    private Transport() {}

    static Knots fit(double[] scores, BetaFit target) {
        double[] ranks = Ranks.average(scores);
        var knots = new TreeMap<Double, Double>();
        for (int i = 0; i < scores.length; i++) {
            double share = (ranks[i] - 0.5) / scores.length;
            knots.computeIfAbsent(scores[i] + 0.0, score -> target.quantile(share));
        }
        return Knots.of(knots.keySet().stream().mapToDouble(Double::doubleValue).toArray(), rising(knots));
    }

    /** Quantiles are found by iteration: rounding must not let one fall below the one before. */
    private static double[] rising(Map<Double, Double> knots) {
        double[] y = knots.values().stream().mapToDouble(Double::doubleValue).toArray();
        for (int i = 1; i < y.length; i++) {
            y[i] = Math.max(y[i], y[i - 1]);
        }
        return y;
    }
}
