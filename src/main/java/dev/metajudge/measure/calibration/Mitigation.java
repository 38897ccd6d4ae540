package dev.metajudge.measure.calibration;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Correlation;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.agreement.Agreement;
import dev.metajudge.measure.agreement.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to lessen a judge's numerical bias, fitted on one part of the items and measured on the other.
 *
 * @param scorer whose scores
 * @param methods what was done, in order; none for the scores as they are
 * @param fitted what was learnt, in words: "T = 2"; empty for nothing
 * @param profile what the scores of the other part then look like
 * @param agreement with the ratings there: Pearson, Spearman and mean absolute error
 * @param reason why it could not be done; then there is no profile and no agreement
 */
public record Mitigation(
        String scorer,
        List<Method> methods,
        String fitted,
        Optional<BiasProfile> profile,
        Optional<Agreement> agreement,
        Optional<String> reason) {
    /** What is measured on the held-out part. */
    public static final List<Metric> METRICS = List.of(Metric.PEARSON, Metric.SPEARMAN, Metric.MAE);

    private static final List<List<Method>> TRIED = List.of(
            List.of(),
            List.of(Method.TEMPERATURE),
            List.of(Method.DISTRIBUTION),
            List.of(Method.ISOTONIC),
            List.of(Method.TEMPERATURE, Method.ISOTONIC),
            List.of(Method.DISTRIBUTION, Method.ISOTONIC));

    /**
     * The items and how they are measured.
     *
     * @param ratings the humans', in {@code range}
     */
    public record Trial(double[] ratings, RatingRange range, Split split, Bootstrap bootstrap, long seed) {
        double[] fitRatings() {
            return Bootstrap.pick(ratings, split.fit());
        }

        double[] heldOutRatings() {
            return Bootstrap.pick(ratings, split.heldOut());
        }
    }

    public Mitigation {
        methods = List.copyOf(methods);
    }

    /** A scorer's scores as they are, and after each method alone and with isotonic regression on top. */
    public static List<Mitigation> all(String scorer, Predictions predictions, Trial trial) {
        var tried = new ArrayList<Mitigation>();
        for (List<Method> methods : TRIED) {
            tried.add(one(scorer, methods, predictions, trial));
        }
        return List.copyOf(tried);
    }

    private static Mitigation one(String scorer, List<Method> methods, Predictions predictions, Trial trial) {
        if (methods.contains(Method.TEMPERATURE) && predictions.distributions().isEmpty()) {
            return undone(scorer, methods, "no distributions behind the scores");
        }
        var heldOut = predictions.pick(trial.split().heldOut());
        if (methods.isEmpty()) {
            return measured(scorer, methods, "", heldOut, trial);
        }
        return Calibration.fit(methods, predictions.pick(trial.split().fit()), trial.fitRatings(), trial.range())
                .map(fit -> measured(scorer, methods, said(fit), fit.apply(heldOut), trial))
                .orElseGet(() -> undone(scorer, methods, "nothing to learn: all ratings or all scores are equal"));
    }

    private static Mitigation undone(String scorer, List<Method> methods, String reason) {
        return new Mitigation(scorer, methods, "", Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    private static Mitigation measured(
            String scorer, List<Method> methods, String fitted, Predictions heldOut, Trial trial) {
        double[] scores = heldOut.in(trial.range());
        return new Mitigation(
                scorer,
                methods,
                fitted,
                Optional.of(BiasProfile.of(scores, trial.range(), trial.bootstrap(), trial.seed())),
                Optional.of(Agreement.of(
                        METRICS,
                        new Agreement.Paired(scores, trial.heldOutRatings(), trial.range()),
                        trial.bootstrap(),
                        trial.seed())),
                Optional.empty());
    }

    private static String said(Calibration fit) {
        return fit.steps().stream()
                .flatMap(step -> switch (step) {
                    case CalibrationStep.Temperature t -> Stream.of("T = " + plain(t.temperature()));
                    case CalibrationStep.Reweighing ignored -> Stream.<String>empty();
                    case CalibrationStep.Curve ignored -> Stream.<String>empty();
                })
                .findFirst()
                .orElse("");
    }

    /**
     * The score range, tried side by side: of several scorers, asked for scores of different ranges or by different
     * prompts, the one with the highest Pearson correlation on the part to fit on; the first of equal ones. Its scores stay
     * as they are.
     *
     * @param scorers by name, in the order given
     * @return empty for fewer than two scorers
     */
    public static Optional<Mitigation> chosen(Map<String, Predictions> scorers, Trial trial) {
        return scorers.size() < 2
                ? Optional.empty()
                : bestOnFit(scorers, trial)
                        .map(best -> measured(
                                best,
                                List.of(),
                                "best of " + scorers.size() + " on the fitted part",
                                predictions(scorers, best).pick(trial.split().heldOut()),
                                trial));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static Predictions predictions(Map<String, Predictions> scorers, String name) {
        return Optional.ofNullable(scorers.get(name)).orElseThrow();
    }

    private static Optional<String> bestOnFit(Map<String, Predictions> scorers, Trial trial) {
        Optional<String> best = Optional.empty();
        double highest = Double.NEGATIVE_INFINITY;
        for (var scorer : scorers.entrySet()) {
            double r = Correlation.pearson(
                            scorer.getValue().pick(trial.split().fit()).scores(), trial.fitRatings())
                    .orElse(Double.NEGATIVE_INFINITY);
            if (r > highest) {
                highest = r;
                best = Optional.of(scorer.getKey());
            }
        }
        return best;
    }

    /** What was done as the table names it: "temperature + isotonic"; a choice among scorers is "score range". */
    public String label() {
        if (methods.isEmpty()) {
            return fitted.isEmpty() ? "as they are" : "score range";
        }
        return String.join(" + ", methods.stream().map(Method::label).toList());
    }
}
