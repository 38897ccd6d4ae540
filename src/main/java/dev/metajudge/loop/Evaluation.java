package dev.metajudge.loop;

import dev.metajudge.store.ModelRow;
import dev.metajudge.store.PromptRow;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Evaluates the model that a round made, and M0 once: it answers the held-out prompts, and its answers are compared with
 * those of M0 and of the model before it, in both orders; it judges responses that people rated, and chooses between
 * those that people chose between. Then its figures are counted.
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

    /** Does what is missing; nothing when the recipe evaluates nothing. */
    static void run(Run run, int number) {
        if (run.recipe().evaluate().on() && !run.store().evaluation().measured(number)) {
            new Evaluation(run, number).run();
        }
    }

    private void run() {
        var base = model(0);
        var made = model(number);
        var before = model(number - 1);
        if (number == 1) {
            with(base, round -> measure(round, Stage.BASELINE, Stage.AGREEMENT_BASELINE, Stage.CHOICES_BASELINE));
        }
        with(made, round -> measure(round, Stage.HELD_OUT, Stage.AGREEMENT, Stage.CHOICES));
        var opponents = Stream.of(base, before).map(ModelRow::name).distinct().toList();
        if (run.recipe().evaluate().compares()) {
            var judge =
                    switch (run.recipe().evaluate().judge()) {
                        case BASE -> base;
                        case LATEST -> made;
                    };
            with(judge, round -> CompareStage.run(round, made.name(), opponents, heldOut()));
        }
        with(made, round -> FigureStage.run(round, made.name(), before.name(), opponents));
    }

    /** All that a model does alone. */
    private void measure(Round round, Stage answers, Stage judgments, Stage choices) {
        var evaluate = run.recipe().evaluate();
        if (evaluate.compares()) {
            HeldOutStage.run(round, answers, heldOut());
        }
        if (evaluate.judges()) {
            AgreementStage.run(round, judgments);
        }
        if (evaluate.chooses()) {
            ChoiceStage.run(round, choices);
        }
    }

    private List<String> heldOut() {
        return run.store().evaluation().heldOut().stream().map(PromptRow::id).toList();
    }

    private ModelRow model(int round) {
        return Models.made(run.store(), round).orElseThrow();
    }

    private void with(ModelRow model, Consumer<Round> work) {
        var round = Round.by(run, number, model);
        try {
            work.accept(round);
        } finally {
            round.release();
        }
    }
}
