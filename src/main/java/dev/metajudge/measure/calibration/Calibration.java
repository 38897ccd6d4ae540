package dev.metajudge.measure.calibration;

import dev.metajudge.measure.RatingRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Steps fitted one after the other, each on what the ones before it left.
 *
 * @param range the scale of the scores, before and after
 * @param methods what each step is
 * @param steps what it does
 */
public record Calibration(RatingRange range, List<Method> methods, List<CalibrationStep> steps) {
    public Calibration {
        methods = List.copyOf(methods);
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() != methods.size()) {
            throw new IllegalArgumentException("a calibration has one step or more, and a method for each");
        }
        for (int i = 0; i < steps.size(); i++) {
            boolean onScores = steps.get(i) instanceof CalibrationStep.Curve;
            boolean fits =
                    switch (methods.get(i)) {
                        case TEMPERATURE -> steps.get(i) instanceof CalibrationStep.Temperature;
                        case ISOTONIC -> onScores;
                        case DISTRIBUTION -> onScores || steps.get(i) instanceof CalibrationStep.Reweighing;
                    };
            if (!fits
                    || (i > 0
                            && steps.get(i).needsDistributions()
                            && !steps.get(i - 1).needsDistributions())) {
                throw new IllegalArgumentException("the steps " + methods + " do not fit their methods or their order");
            }
        }
    }

    /**
     * Learns a calibration.
     *
     * @param ratings the humans', one an item, in {@code range}
     * @return empty where a method learns nothing: all ratings or all scores are equal
     */
    public static Optional<Calibration> fit(
            List<Method> methods, Predictions predictions, double[] ratings, RatingRange range) {
        if (areEqual(ratings) || (predictions.distributions().isEmpty() && areEqual(predictions.scores()))) {
            return Optional.empty();
        }
        var steps = new ArrayList<CalibrationStep>();
        var now = predictions;
        for (Method method : methods) {
            var step = method.step(now, ratings, range);
            if (step.isEmpty()) {
                return Optional.empty();
            }
            steps.add(step.get());
            now = step.get().apply(now);
        }
        return Optional.of(new Calibration(predictions.range(), methods, steps));
    }

    private static boolean areEqual(double[] values) {
        return Arrays.stream(values).distinct().limit(2).count() < 2;
    }

    /** Calibrated scores; their distributions too unless the last step is one of scores alone. */
    public Predictions apply(Predictions predictions) {
        if (!predictions.range().equals(range)) {
            throw new IllegalArgumentException("fitted for " + range + ", not for " + predictions.range());
        }
        var now = predictions;
        for (CalibrationStep step : steps) {
            now = step.apply(now);
        }
        return now;
    }

    /** Whether every score must come with its distribution. */
    public boolean needsDistributions() {
        return steps.stream().anyMatch(CalibrationStep::needsDistributions);
    }
}
