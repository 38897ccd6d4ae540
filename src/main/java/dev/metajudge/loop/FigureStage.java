package dev.metajudge.loop;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Estimate;
import dev.metajudge.measure.Figure;
import dev.metajudge.measure.Interval;
import dev.metajudge.measure.Observations;
import dev.metajudge.store.FigureRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Counts what a round's model is worth, and how far it differs from M0 and from the model before it. */
final class FigureStage {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 0.95);

    private final Round round;

    private FigureStage(Round round) {
        this.round = round;
    }

    /**
     * @param round with any model
     * @param made the model that the round made
     * @param before the model that it started from
     * @param opponents the models to compare it with
     */
    static void run(Round round, String made, String before, List<String> opponents) {
        var stage = new FigureStage(round);
        Batches.whole(List.of(made), id -> id)
                .run(
                        round,
                        Stage.FIGURES,
                        round.store().evaluation().measured(round.number()) ? Set.of(made) : Set.of(),
                        models -> new Batches.Made(stage.rows(made, before, opponents), 0));
    }

    private List<FigureRow> rows(String made, String before, List<String> opponents) {
        var rows = new ArrayList<FigureRow>();
        var now = figures(made);
        if (round.number() == 1) {
            rows.addAll(own(Ids.model(0), figures(Ids.model(0))));
        }
        rows.addAll(own(
                before,
                ModelFigures.ofVerdicts(
                        round.store().evaluation(),
                        round.number(),
                        round.run().judge().rubric())));
        rows.addAll(own(made, now));
        for (var opponent : opponents) {
            var then = figures(opponent);
            now.forEach((figure, observations) -> {
                var other = then.get(figure);
                if (other != null) {
                    var id = made + "-" + opponent;
                    var estimate = observations.minus(other, BOOTSTRAP, seed(id, figure));
                    rows.add(row(id, made, Optional.of(opponent), figure, estimate));
                }
            });
        }
        return rows;
    }

    private Map<Figure, Observations> figures(String model) {
        return ModelFigures.of(
                round.store().evaluation(), model, round.run().judge().rubric());
    }

    private List<FigureRow> own(String model, Map<Figure, Observations> figures) {
        var rows = new ArrayList<FigureRow>();
        figures.forEach((figure, observations) -> rows.add(
                row(model, model, Optional.empty(), figure, observations.estimate(BOOTSTRAP, seed(model, figure)))));
        return rows;
    }

    private long seed(String models, Figure figure) {
        return round.run().seed("figure", models + "." + figure.label());
    }

    private FigureRow row(String id, String model, Optional<String> comparedWith, Figure figure, Estimate estimate) {
        return new FigureRow(
                id + "." + figure.label(),
                round.number(),
                model,
                comparedWith,
                figure.label(),
                optional(estimate.value()),
                estimate.interval().map(Interval::low),
                estimate.interval().map(Interval::high),
                estimate.items(),
                estimate.interval().map(Interval::undefined).orElse(0),
                comparedWith.map(opponent -> figure.finding(estimate)));
    }

    private static Optional<Double> optional(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
