package dev.metajudge.measure.calibration;

import java.util.Arrays;
import java.util.List;

/** One thing done to a scorer's scores. Those that work on distributions are refused where there are none. */
public sealed interface CalibrationStep {
    /** The scores and distributions after it. */
    Predictions apply(Predictions predictions);

    /** Whether it needs the distribution behind each score. */
    boolean needsDistributions();

    /**
     * Each probability to the power 1/T, renormalised: above 1 flatter, below 1 sharper. The score is the expectation.
     */
    record Temperature(double temperature) implements CalibrationStep {
        public Temperature {
            if (!(temperature > 0 && Double.isFinite(temperature))) {
                throw new IllegalArgumentException("a temperature is above 0, not " + temperature);
            }
        }

        @Override
        public Predictions apply(Predictions predictions) {
            return predictions.with(
                    Arrays.stream(rows(predictions)).map(this::scaled).toArray(double[][]::new));
        }

        private double[] scaled(double[] p) {
            double largest = Arrays.stream(p).max().orElse(1);
            // Against the largest, so that a low temperature cannot make all of them 0.
            return normalised(Arrays.stream(p)
                    .map(value -> Math.pow(value / largest, 1 / temperature))
                    .toArray());
        }

        @Override
        public boolean needsDistributions() {
            return true;
        }
    }

    /**
     * Distribution calibration: p'(y|x) = p(y|x) w(y), renormalised, with w(y) = q(y) / p(y) (arXiv 2601.16444). Where the
     * weights leave a distribution nothing, it stays as it is. The score is the expectation.
     *
     * @param weights w(y) for each whole score of the range
     */
    record Reweighing(List<Double> weights) implements CalibrationStep {
        public Reweighing {
            weights = List.copyOf(weights);
            if (!weights.stream().allMatch(weight -> weight >= 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException("weights are 0 or more, not " + weights);
            }
        }

        @Override
        public Predictions apply(Predictions predictions) {
            if (weights.size() != predictions.range().size()) {
                throw new IllegalArgumentException(weights.size() + " weights for the range " + predictions.range());
            }
            return predictions.with(
                    Arrays.stream(rows(predictions)).map(this::weighed).toArray(double[][]::new));
        }

        private double[] weighed(double[] p) {
            double[] product = new double[p.length];
            Arrays.setAll(product, i -> p[i] * weights.get(i));
            return Arrays.stream(product).sum() > 0 ? normalised(product) : p.clone();
        }

        @Override
        public boolean needsDistributions() {
            return true;
        }
    }

    /** The score through a function that never falls: isotonic regression, or transport to the humans' distribution. */
    record Curve(Knots knots) implements CalibrationStep {
        @Override
        public Predictions apply(Predictions predictions) {
            return predictions.withScores(knots.at(predictions.scores()));
        }

        @Override
        public boolean needsDistributions() {
            return false;
        }
    }

    private static double[][] rows(Predictions predictions) {
        return predictions
                .distributions()
                .orElseThrow(() -> new IllegalArgumentException("this calibration needs distributions"));
    }

    private static double[] normalised(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
