package dev.metajudge.config;

import dev.metajudge.backend.server.ServerSettings;
import dev.metajudge.model.Precision;
import dev.metajudge.train.TrainSettings;
import java.util.List;

/**
 * A recipe as its file names the settings.
 *
 * @param rounds how many there are, as {@code roundCount}; the entries are read by {@link RoundEntries}
 */
record WrittenRecipe(
        String model,
        Backend backend,
        String url,
        Precision precision,
        String chatFormat,
        long seed,
        int rounds,
        int roundCount,
        Recipe.Prompts prompts,
        Recipe.Respond respond,
        Recipe.Judge judge,
        Recipe.Pairs pairs,
        Recipe.Meta metaJudge,
        TrainSettings train,
        Evaluate evaluate,
        FailOn failOn,
        ServerSettings server,
        Serve serve) {
    WrittenRecipe {
        ModelPlaces.run(model, backend, url);
        ModelPlaces.work(model, backend, url, judge, train);
        ModelPlaces.serve(backend.source(model, url), serve);
    }

    Recipe with(List<RoundSettings> entries) {
        var every = new RoundSettings(prompts, respond, judge, pairs, metaJudge, train);
        return new Recipe(
                model,
                backend,
                url,
                precision,
                chatFormat,
                seed,
                roundCount,
                every,
                entries,
                evaluate,
                failOn,
                server,
                serve);
    }
}
