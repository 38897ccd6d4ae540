package dev.metajudge.loop;

import dev.metajudge.store.ModelRow;
import dev.metajudge.store.PromptRow;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Evaluates the model that a round made: it answers the held-out prompts, and its answers are compared with those of M0
 * and of the model before it, in both orders.
 *
 * <p>Where we differ from the paper: it asks an outside model. We have none, so M0 judges every round, which makes
 * rounds comparable, or the new model itself, if the recipe says so. A small M0 is a weak judge: its position bias and
 * consistency are stored with each win rate.
 */
final class Evaluation {
    private final Run run;
    private final int number;

    private Evaluation(Run run, int number) {
        this.run = run;
        this.number = number;
    }

    /** Does what is missing; nothing when the recipe holds no prompts out. */
    static void run(Run run, int number) {
        if (!run.recipe().evaluate().on()
                || !run.store().work().winRates(number).isEmpty()) {
            return;
        }
        new Evaluation(run, number).run();
    }

    private void run() {
        var base = model(0);
        var made = model(number);
        var prompts = heldOut();
        if (number == 1) {
            with(base, round -> HeldOutStage.run(round, Stage.BASELINE, prompts));
        }
        with(made, round -> HeldOutStage.run(round, Stage.HELD_OUT, prompts));
        var judge =
                switch (run.recipe().evaluate().judge()) {
                    case BASE -> base;
                    case LATEST -> made;
                };
        var opponents = Stream.of(base, model(number - 1))
                .map(ModelRow::name)
                .distinct()
                .toList();
        with(judge, round -> CompareStage.run(round, made.name(), opponents, prompts));
    }

    private List<String> heldOut() {
        var pool = run.store().work().pool().stream().map(PromptRow::id).toList();
        return new HeldOut(run.recipe().seed(), pool, run.recipe().evaluate().prompts()).prompts();
    }

    private ModelRow model(int round) {
        return Models.made(run.store(), round).orElseThrow();
    }

    private void with(ModelRow model, Consumer<Round> work) {
        var checkpoint = Models.checkpoint(run.store(), model);
        Models.verify(run, model, checkpoint);
        var round = new Round(run, number, model.name(), checkpoint);
        try {
            work.accept(round);
        } finally {
            round.release();
        }
    }
}
