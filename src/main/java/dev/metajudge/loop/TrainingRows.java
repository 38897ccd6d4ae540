package dev.metajudge.loop;

import dev.metajudge.store.TrainingEvaluationRow;
import dev.metajudge.store.TrainingRow;
import dev.metajudge.store.TrainingStepRow;
import dev.metajudge.train.Evaluation;
import dev.metajudge.train.TrainingOutcome;
import dev.metajudge.train.TrainingStep;
import dev.metajudge.train.TrainingWatch;

/**
 * Stores what a round's training tells, as it is told, and shows it. Steps that an earlier process did are told again;
 * they are stored once and shown once.
 */
final class TrainingRows implements TrainingWatch {
    private final Round round;
    private int known = -1;
    private boolean preparing;

    TrainingRows(Round round) {
        this.round = round;
    }

    /** The row of a whole training. */
    static TrainingRow whole(Round round, TrainingOutcome outcome) {
        return new TrainingRow(
                round.number(),
                round.settings().train().objective().loss().toString(),
                outcome.fit().learned(),
                outcome.fit().heldOut(),
                outcome.leftOut().size(),
                outcome.truncated().size(),
                outcome.steps(),
                outcome.best().map(Evaluation::step),
                outcome.best().map(Evaluation::loss));
    }

    @Override
    public void reference(int done, int more, int total, long tokens) {
        if (!preparing) {
            preparing = true;
            round.progress().preparing(round.number(), Stage.TRAIN, "reference", done - more, total);
        }
        round.progress().advanced(more, tokens);
        if (done == total) {
            round.progress().ended();
        }
    }

    @Override
    public void step(TrainingStep step) {
        if (known < 0) {
            known = round.work().steps(round.number()).size();
            Batches.begin(round, Stage.TRAIN, step.steps(), Math.min(known, step.steps()));
        }
        round.store().step(row(step));
        if (step.step() > known) {
            round.progress().advanced(1, step.tokens());
        }
    }

    @Override
    public void evaluated(Evaluation look) {
        round.store()
                .evaluation(new TrainingEvaluationRow(
                        round.number(),
                        look.step(),
                        look.epoch(),
                        look.loss(),
                        look.rewards().chosen(),
                        look.rewards().rejected(),
                        look.rewards().margin(),
                        look.rewards().accuracy(),
                        look.rewards().logpsChosen(),
                        look.rewards().logpsRejected(),
                        look.tokens(),
                        look.seconds()));
    }

    /** The stage has begun, even where nothing was told. */
    void end(TrainingOutcome outcome) {
        if (known < 0) {
            Batches.begin(round, Stage.TRAIN, outcome.steps(), outcome.steps());
        }
    }

    private TrainingStepRow row(TrainingStep step) {
        return new TrainingStepRow(
                round.number(),
                step.step(),
                step.steps(),
                step.epoch(),
                step.loss(),
                step.rewards().chosen(),
                step.rewards().rejected(),
                step.rewards().margin(),
                step.rewards().accuracy(),
                step.rewards().logpsChosen(),
                step.rewards().logpsRejected(),
                step.gradNorm(),
                step.learningRate(),
                step.tokens(),
                step.seconds());
    }
}
