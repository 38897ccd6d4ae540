package dev.metajudge.loop;

import dev.metajudge.backend.Engine;
import dev.metajudge.config.Recipe;
import dev.metajudge.store.RunStore;

/** What all rounds of a run share. */
record Run(RunStore store, Engine engine, Recipe recipe, JudgeRole judge, MetaJudgeRole metaJudge, Progress progress) {
    long seed(String what, String id) {
        return Seeds.of(recipe.seed(), what, id);
    }
}
