package dev.metajudge.cli;

import dev.metajudge.measure.Figure;
import dev.metajudge.report.FigureText;
import dev.metajudge.report.ModelChanges;
import dev.metajudge.store.FigureRow;
import dev.metajudge.store.WinRateRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a run's models are worth, as lines for people: figures a model, then what got better, worse, and neither. */
record EvaluationLines(List<FigureRow> figures, List<WinRateRow> winRates) {
    private static final int MOST_MODELS = 4;

    /** Figures and changes, below an empty line; none when nothing was evaluated. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.addAll(table(models()));
        lines.addAll(changes());
        return lines;
    }

    /** M0 and the last ones: more columns do not fit. */
    private List<String> models() {
        var all = figures.stream()
                .map(FigureRow::model)
                .distinct()
                .sorted(Comparator.comparingInt(model -> Integer.parseInt(model.substring(1))))
                .toList();
        return all.size() <= MOST_MODELS
                ? all
                : Stream.concat(
                                Stream.of(all.getFirst()),
                                all.subList(all.size() - MOST_MODELS + 1, all.size()).stream())
                        .toList();
    }

    /** A line a figure, a column a model. */
    List<String> table(List<String> models) {
        var lines = new ArrayList<String>();
        var table = new Table(Stream.concat(Stream.of("evaluation (95% interval)"), models.stream())
                .toArray(String[]::new));
        for (var figure : Figure.values()) {
            var rows = figures.stream()
                    .filter(row -> row.name().equals(figure.label())
                            && row.comparedWith().isEmpty())
                    .toList();
            if (rows.stream().anyMatch(row -> models.contains(row.model()))) {
                table.row(Stream.concat(
                                Stream.of(figure.title()),
                                models.stream()
                                        .map(model -> rows.stream()
                                                .filter(row -> row.model().equals(model))
                                                .map(FigureText::value)
                                                .findFirst()
                                                .orElse("")))
                        .toArray());
            }
        }
        if (table.lines().size() > 1) {
            lines.add("");
            lines.addAll(table.lines());
        }
        return lines;
    }

    /** Of all models, or those that name this one. */
    List<String> changes(String... only) {
        var lines = new ArrayList<String>();
        for (var changes : ModelChanges.of(figures, winRates)) {
            if (only.length == 0 || Arrays.asList(only).contains(changes.model())) {
                lines.add("");
                lines.add(changes.model() + " against " + changes.opponent() + ":");
                found(lines, "better", changes.better());
                found(lines, "worse", changes.worse());
                found(lines, "changed", changes.changed());
                found(lines, "cannot be told", changes.unclear());
                found(lines, "no interval", changes.undefined());
            }
        }
        return lines;
    }

    private static void found(List<String> lines, String what, List<String> findings) {
        for (int i = 0; i < findings.size(); i++) {
            lines.add(String.format("  %-15s %s", i == 0 ? what + ":" : "", findings.get(i)));
        }
    }
}
