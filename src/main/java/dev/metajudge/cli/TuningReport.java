package dev.metajudge.cli;

import dev.metajudge.measure.Correlation;
import dev.metajudge.measure.Deviation;
import dev.metajudge.measure.LayerWeights;
import dev.metajudge.measure.SpanChoice;
import dev.metajudge.scoring.RatedLayers;
import dev.metajudge.scoring.WeightsFile;
import java.util.ArrayList;
import java.util.List;

/** What {@code score tune} says of the weights that it made. */
record TuningReport(WeightsFile made, RatedLayers rated) {
    List<String> lines() {
        int layers = made.weights().size();
        List<String> lines = new ArrayList<>();
        lines.add("%s rated items, %d layers%s"
                .formatted(
                        Numbers.count(rated.items()),
                        layers,
                        rated.leftOut() > 0 ? "; left out without a score: " + rated.leftOut() : ""));
        if (made.span() != null) {
            span(lines, made.span());
        }
        if (made.tuning() != null) {
            List<Double> losses = made.tuning().losses();
            lines.add("loss %s in the first of %d steps, %s in the last"
                    .formatted(
                            Numbers.decimal(losses.getFirst(), 3),
                            losses.size(),
                            Numbers.decimal(losses.getLast(), 3)));
        }
        lines.add("on the items themselves    Spearman  mean abs. error");
        lines.add(fit("last layer (e-score)", LayerWeights.uniform(layers, layers - 1, layers)));
        lines.add(fit("all layers alike", LayerWeights.uniform(layers)));
        lines.add(fit("these weights", new LayerWeights(made.weights())));
        return lines;
    }

    private static void span(List<String> lines, SpanChoice span) {
        String criterion =
                switch (span.criterion()) {
                    case SPEARMAN -> "Spearman";
                    case MAE -> "mean absolute error, negative";
                };
        lines.add("layers %d to %d, the same weight each (%s)".formatted(span.from(), span.to() - 1, criterion));
        for (SpanChoice.Fold fold : span.folds()) {
            lines.add("  chosen without a fold: layers %d to %d, on it %s"
                    .formatted(fold.from(), fold.to() - 1, Numbers.decimal(fold.value(), 3)));
        }
        List<Double> values = span.folds().stream().map(SpanChoice.Fold::value).toList();
        lines.add("  held-out folds: %s; all layers alike %s; last layer %s"
                .formatted(meanAndSpread(values), meanAndSpread(span.allLayers()), meanAndSpread(span.lastLayer())));
    }

    /** "0.31 (0.25 to 0.38)" */
    private static String meanAndSpread(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        return "%s (%s to %s)".formatted(Numbers.decimal(mean, 3), Numbers.decimal(low, 3), Numbers.decimal(high, 3));
    }

    private String fit(String name, LayerWeights weights) {
        double[] scores = rated.scores(weights);
        return "  %-22s   %8s  %s"
                .formatted(
                        name,
                        Numbers.decimal(
                                Correlation.spearman(scores, rated.ratings()).orElse(Double.NaN), 3),
                        Numbers.decimal(
                                Deviation.meanAbsolute(scores, rated.ratings()).orElse(Double.NaN), 3));
    }
}
