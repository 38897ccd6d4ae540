package dev.metajudge.loop;

import dev.metajudge.UserError;
import dev.metajudge.backend.Engine;
import dev.metajudge.config.Recipe;
import dev.metajudge.store.RoundRow;
import dev.metajudge.store.RunStore;
import java.util.Optional;

/**
 * The Meta-Rewarding loop (arXiv 2407.19594): each round the model answers, judges its answers, judges its judgments,
 * and is trained on what it preferred; the next round is done by the model just trained.
 *
 * <p>A stage is a query for what is missing, batches, and a transaction a batch; nothing else remembers progress. So a
 * run that was killed goes on when it is started again, and ends with the rows of one that was not.
 *
 * <p>A model on a server is trained here and brought back there, and the next round samples from it there.
 *
 * <p>Then the new model is evaluated, if the recipe names something to evaluate on.
 *
 * <p>Where we differ from the paper, or it is silent: identical responses are judged once; verdicts are made only in
 * the rounds whose judge pairs are trained on; a round without a pair carries its model on.
 */
public final class Loop {
    private final RunStore store;
    private final Engine engine;
    private final Recipe recipe;
    private final Inputs inputs;
    private final Delivery delivery;

    /**
     * @param store the run's, opened for this; the caller closes it
     * @param engine where models run; the caller closes it
     * @param inputs templates, prompts and what else the recipe names
     * @param delivery brings models to servers, for a recipe that wants them there
     */
    public Loop(RunStore store, Engine engine, Recipe recipe, Inputs inputs, Delivery delivery) {
        this.store = store;
        this.engine = engine;
        this.recipe = recipe;
        this.inputs = inputs;
        this.delivery = delivery;
    }

    /** Of a recipe whose models run in this process. */
    public Loop(RunStore store, Engine engine, Recipe recipe, Inputs inputs) {
        this(store, engine, recipe, inputs, Delivery.NONE);
    }

    /**
     * Does what is missing of the recipe's rounds.
     *
     * @throws UserError when the run was begun with another recipe, templates, prompts or weights
     */
    public RunSummary run(Progress progress) {
        var library = inputs.library();
        var evaluate = recipe.evaluate();
        var run = new Run(
                store,
                engine,
                recipe,
                JudgeRole.of(library, recipe.every().judge(), inputs.judge()),
                MetaJudgeRole.of(library, recipe.every().metaJudge()),
                evaluate.compares() || evaluate.chooses()
                        ? Optional.of(CompareRole.of(library, evaluate))
                        : Optional.empty(),
                recipe.writesPrompts()
                        ? Optional.of(GenerateRole.of(
                                library, recipe.every().prompts().generate(), inputs.pool()))
                        : Optional.empty(),
                RoleModels.of(recipe.every()),
                delivery,
                progress);
        Beginning.of(run, inputs);
        for (int number = 1; number <= recipe.roundCount(); number++) {
            if (Models.made(store, number).isEmpty()) {
                round(run, number);
            }
            Serving.made(run, number);
            Evaluation.run(run, number);
        }
        return RunSummary.of(store);
    }

    private void round(Run run, int number) {
        var start = Models.made(store, number - 1).orElseThrow();
        var round = Round.by(run, number, start);
        if (store.work().rounds().size() < number) {
            store.write(writer -> writer.insert(new RoundRow(number, start.name())));
        }
        try {
            preferences(round);
        } finally {
            round.release(); // training needs the memory
        }
        TrainStage.run(round, start);
    }

    private void preferences(Round round) {
        GenerateStage.run(round);
        PromptStage.run(round);
        RespondStage.run(round);
        JudgeStage.run(round);
        ActorPairStage.run(round);
        if (round.settings().metaJudge().enabled()) {
            MetaJudgeStage.run(round);
            RatingStage.run(round);
            JudgePairStage.run(round);
        }
    }
}
