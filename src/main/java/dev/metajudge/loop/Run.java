package dev.metajudge.loop;

import dev.metajudge.backend.Engine;
import dev.metajudge.config.Recipe;
import dev.metajudge.store.RunStore;
import java.util.Optional;

/**
 * What all rounds of a run share.
 *
 * @param compare of a recipe that evaluates
 * @param roles models that only judge
 * @param generate of a recipe that writes prompts
 * @param delivery brings models to servers
 */
record Run(
        RunStore store,
        Engine engine,
        Recipe recipe,
        JudgeRole judge,
        MetaJudgeRole metaJudge,
        Optional<CompareRole> compare,
        Optional<GenerateRole> generate,
        RoleModels roles,
        Delivery delivery,
        Progress progress) {
    long seed(String what, String id) {
        return Seeds.of(recipe.seed(), what, id);
    }
}
