package dev.metajudge.loop;

import dev.metajudge.store.FigureRow;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.RoundSummary;
import dev.metajudge.store.RunStore;
import dev.metajudge.store.WinRateRow;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run has come to.
 *
 * @param folder where its database and its adapters lie
 * @param database the database's file
 * @param rounds a line a round
 * @param models M0 and what the rounds made
 * @param winRates how those do on the held-out prompts
 * @param figures what they are worth in evaluation
 */
public record RunSummary(
        Path folder,
        Path database,
        List<RoundSummary> rounds,
        List<ModelRow> models,
        List<WinRateRow> winRates,
        List<FigureRow> figures) {
    public RunSummary {
        rounds = List.copyOf(rounds);
        models = List.copyOf(models);
        winRates = List.copyOf(winRates);
        figures = List.copyOf(figures);
    }

    static RunSummary of(RunStore store) {
        return new RunSummary(
                store.folder(),
                store.database(),
                store.browse().rounds(),
                store.browse().models(),
                store.browse().winRates(),
                store.browse().figures());
    }

    /** The folder of the model's own adapter, for those that have one. */
    public List<Path> adapters() {
        return models.stream()
                .flatMap(model -> model.adapter().stream())
                .map(folder::resolve)
                .toList();
    }
}
