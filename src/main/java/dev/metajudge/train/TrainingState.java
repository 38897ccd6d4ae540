package dev.metajudge.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a training run stands after some steps: what those steps and looks measured.
 *
 * @param work tells this work (data, settings, seed, starting model) from any other
 * @param steps the steps done
 * @param evaluations the looks at held-out examples
 */
record TrainingState(String work, List<TrainingStep> steps, List<Evaluation> evaluations) {
    TrainingState {
        steps = List.copyOf(steps);
        evaluations = List.copyOf(evaluations);
    }

    /** Before the first step. */
    static TrainingState start(String work) {
        return new TrainingState(work, List.of(), List.of());
    }

    Looks looks() {
        return new Looks(evaluations);
    }

    /** After one more step. */
    TrainingState with(TrainingStep step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new TrainingState(work, more, evaluations);
    }

    /** After one more look. */
    TrainingState with(Evaluation look) {
        var more = new ArrayList<>(evaluations);
        more.add(look);
        return new TrainingState(work, steps, more);
    }

    /** Tells everything, as it was told when it was done. */
    void tell(TrainingWatch watch) {
        for (TrainingStep step : steps) {
            tell(step, watch);
        }
    }

    /** Tells the last step, and the look after it if there was one. */
    void tellLast(TrainingWatch watch) {
        tell(steps.getLast(), watch);
    }

    private void tell(TrainingStep step, TrainingWatch watch) {
        watch.step(step);
        evaluations.stream().filter(look -> look.step() == step.step()).forEach(watch::evaluated);
    }
}
