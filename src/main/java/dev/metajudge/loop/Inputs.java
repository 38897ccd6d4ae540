package dev.metajudge.loop;

import dev.metajudge.config.Evaluate;
import dev.metajudge.config.HeldOutPrompts;
import dev.metajudge.config.Recipe;
import dev.metajudge.prompt.FieldPath;
import dev.metajudge.prompt.HumanData;
import dev.metajudge.prompt.PromptLibrary;
import dev.metajudge.prompt.PromptPool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run reads, in memory.
 *
 * @param library where the recipe's templates are
 * @param pool the recipe's prompts
 * @param heldOut held-out prompts, where they have a file of their own
 * @param human what people rated, for evaluation
 * @param judge what was learned about the judge's scores
 */
public record Inputs(
        PromptLibrary library, PromptPool pool, Optional<PromptPool> heldOut, HumanData human, JudgeFiles judge) {
    /** Of a recipe without files for evaluation. */
    public Inputs(PromptLibrary library, PromptPool pool) {
        this(library, pool, Optional.empty(), HumanData.NONE, JudgeFiles.NONE);
    }

    /**
     * Reads the files that a recipe names.
     *
     * @param folder the recipe's, to which their names are relative
     * @throws dev.metajudge.UserError naming file and line, for what cannot be read, and when no prompt is left to train on
     */
    public static Inputs read(Recipe recipe, PromptLibrary library, Path folder) {
        var evaluate = recipe.evaluate();
        var inputs = new Inputs(
                library,
                pool(recipe, folder),
                evaluate.heldOut() instanceof HeldOutPrompts.File(String name)
                        ? Optional.of(PromptPool.read(folder.resolve(name)))
                        : Optional.empty(),
                new HumanData(
                        evaluate.ratings().on()
                                ? HumanData.rated(
                                        folder.resolve(evaluate.ratings().file()), fields(evaluate.ratings()))
                                : List.of(),
                        evaluate.pairwise().on()
                                ? HumanData.choices(
                                        folder.resolve(evaluate.pairwise().file()), fields(evaluate.pairwise()))
                                : List.of()),
                JudgeFiles.read(
                        recipe.every().judge(),
                        JudgeRole.of(library, recipe.every().judge()).rubric(),
                        folder));
        EvaluationRows.of(recipe, inputs).left(inputs.pool().prompts());
        return inputs;
    }

    private static PromptPool pool(Recipe recipe, Path folder) {
        var prompts = recipe.every().prompts();
        var pool = PromptPool.read(folder.resolve(prompts.file()));
        var seeds = prompts.generate().seeds();
        return recipe.writesPrompts() && !seeds.isEmpty()
                ? pool.withSeeds(PromptPool.read(folder.resolve(seeds)))
                : pool;
    }

    private static HumanData.RatedFields fields(Evaluate.Ratings ratings) {
        return new HumanData.RatedFields(
                new FieldPath(ratings.id()),
                new FieldPath(ratings.prompt()),
                new FieldPath(ratings.response()),
                new FieldPath(ratings.score()));
    }

    private static HumanData.ChoiceFields fields(Evaluate.Pairwise pairwise) {
        return new HumanData.ChoiceFields(
                new FieldPath(pairwise.id()),
                new FieldPath(pairwise.prompt()),
                new FieldPath(pairwise.first()),
                new FieldPath(pairwise.second()),
                new FieldPath(pairwise.label()));
    }
}
