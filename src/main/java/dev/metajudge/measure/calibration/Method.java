package dev.metajudge.measure.calibration;

import dev.metajudge.measure.Correlation;
import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** How scores are brought nearer to human ratings; each fits one step. */
public enum Method {
    /**
     * The temperature of a grid whose expectations have the highest Pearson correlation with the ratings; of equal ones
     * the nearest to 1. Needs distributions.
     */
    TEMPERATURE {
        @Override
        Optional<CalibrationStep> step(Predictions predictions, double[] ratings, RatingRange range) {
            double best = 1;
            double highest = Double.NEGATIVE_INFINITY;
            for (double temperature : GRID) {
                double[] scores = new CalibrationStep.Temperature(temperature)
                        .apply(predictions)
                        .scores();
                double r = Correlation.pearson(scores, ratings).orElse(Double.NEGATIVE_INFINITY);
                boolean nearer = Math.abs(Math.log(temperature)) < Math.abs(Math.log(best));
                if (r > highest + 1e-12 || (r > highest - 1e-12 && nearer)) {
                    highest = r;
                    best = temperature;
                }
            }
            return highest == Double.NEGATIVE_INFINITY
                    ? Optional.empty()
                    : Optional.of(new CalibrationStep.Temperature(best));
        }
    },

    /**
     * w(y) = q(y) / p(y): p the mean of the judge's own distributions, q a Beta fitted to the ratings. For scores alone
     * there is nothing to weigh, and they are carried instead to the same q by the rising function that takes each
     * score's middle rank among the judge's scores to that quantile of q: our own addition.
     */
    DISTRIBUTION {
        @Override
        Optional<CalibrationStep> step(Predictions predictions, double[] ratings, RatingRange range) {
            double[] own = Arrays.stream(ratings)
                    .map(rating -> predictions.range().from(rating, range))
                    .toArray();
            return BetaFit.of(own, predictions.range())
                    .map(beta -> predictions
                            .distributions()
                            .<CalibrationStep>map(rows -> weights(rows, beta))
                            .orElseGet(() -> new CalibrationStep.Curve(Transport.fit(predictions.scores(), beta))));
        }
    },

    /** Isotonic regression of the ratings on the scores. */
    ISOTONIC {
        @Override
        Optional<CalibrationStep> step(Predictions predictions, double[] ratings, RatingRange range) {
            double[] own = Arrays.stream(ratings)
                    .map(rating -> predictions.range().from(rating, range))
                    .toArray();
            return own.length == 0
                    ? Optional.empty()
                    : Optional.of(new CalibrationStep.Curve(Isotonic.fit(predictions.scores(), own)));
        }
    };

    /** The temperatures tried. */
    static final double[] GRID = {0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10, 15, 20};

    /**
     * What the method does, learnt from some items.
     *
     * @param ratings the humans', one an item, in {@code range}
     * @return empty where the items say nothing: all ratings or all scores are equal
     */
    abstract Optional<CalibrationStep> step(Predictions predictions, double[] ratings, RatingRange range);

    /** As the command line names it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static CalibrationStep weights(double[][] rows, BetaFit beta) {
        double[] q = beta.cells();
        double[] p = new double[q.length];
        for (double[] row : rows) {
            for (int i = 0; i < p.length; i++) {
                p[i] += row[i] / rows.length;
            }
        }
        double[] weights = new double[q.length];
        Arrays.setAll(weights, i -> p[i] > 0 ? Math.min(q[i] / p[i], Double.MAX_VALUE) : 0);
        return new CalibrationStep.Reweighing(DoubleStream.of(weights).boxed().toList());
    }

    /** The labels, in the order in which they are best applied. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Method::label).toList();
    }
}
