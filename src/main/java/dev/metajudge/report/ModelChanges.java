package dev.metajudge.report;

import dev.metajudge.measure.Figure;
import dev.metajudge.store.FigureRow;
import dev.metajudge.store.WinRateRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model does better than an earlier one, what worse, and what cannot be told: sorted by whether the interval of
 * the difference excludes zero.
 *
 * @param model the later one
 * @param opponent the earlier one
 * @param better with the difference and its interval
 * @param worse likewise
 * @param changed likewise, where neither direction is the good one
 * @param unclear differences whose interval holds zero
 * @param undefined what was measured and has no interval, by name
 */
public record ModelChanges(
        String model,
        String opponent,
        List<String> better,
        List<String> worse,
        List<String> changed,
        List<String> unclear,
        List<String> undefined) {
    /** One entry a pair of models, in the rounds' order. */
    public static List<ModelChanges> of(List<FigureRow> figures, List<WinRateRow> winRates) {
        var all = new ArrayList<ModelChanges>();
        for (var rate : winRates) {
            in(all, rate.model(), rate.opponent()).list(rate.finding()).add(text(rate));
        }
        for (var figure : Figure.values()) {
            for (var row : figures) {
                if (row.name().equals(figure.label()) && row.comparedWith().isPresent()) {
                    var changes = in(all, row.model(), row.comparedWith().get());
                    if (row.low().isEmpty()) {
                        changes.undefined.add(figure.title());
                    } else {
                        changes.list(row.finding().orElse("")).add(figure.title() + " " + FigureText.difference(row));
                    }
                }
            }
        }
        return all;
    }

    /** How many differences were looked at. */
    public int looked() {
        return better.size() + worse.size() + changed.size() + unclear.size();
    }

    private List<String> list(String finding) {
        return switch (finding) {
            case "better" -> better;
            case "worse" -> worse;
            case "changed" -> changed;
            default -> unclear;
        };
    }

    private static ModelChanges in(List<ModelChanges> all, String model, String opponent) {
        for (var changes : all) {
            if (changes.model.equals(model) && changes.opponent.equals(opponent)) {
                return changes;
            }
        }
        var fresh = new ModelChanges(
                model,
                opponent,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        all.add(fresh);
        return fresh;
    }

    private static String text(WinRateRow rate) {
        return String.format(
                Locale.ROOT,
                "wins on held-out prompts at equal length %.0f%% (%.0f to %.0f)",
                100 * rate.controlled(),
                100 * rate.controlledLow(),
                100 * rate.controlledHigh());
    }
}
