package dev.metajudge.train;

import java.util.List;

/**
 * What one optimizer step measured, over the step's examples and before its update.
 *
 * @param step 1-based
 * @param steps how many there will be
 * @param epoch passes over the data done after this step, fractional
 * @param loss mean loss
 * @param rewards means over the step's pairs; {@link Rewards#NONE} where the objective has none
 * @param gradNorm norm of the gradient before clipping
 * @param learningRate the step's learning rate
 * @param tokens real tokens of the step's examples; of a pair: prompt and chosen, and prompt and rejected
 * @param seconds how long the step took
 * @param ids the examples, in the order in which they were packed
 */
public record TrainingStep(
        int step,
        int steps,
        double epoch,
        double loss,
        Rewards rewards,
        double gradNorm,
        double learningRate,
        long tokens,
        double seconds,
        List<String> ids) {
    public TrainingStep {
        ids = List.copyOf(ids);
    }
}
