package dev.metajudge.train;

/**
 * What one optimizer step measured, over the step's pairs and before its update; names as TRL logs them.
 *
 * @param step 1-based
 * @param steps how many there will be
 * @param epoch passes over the data done after this step, fractional
 * @param loss mean DPO loss
 * @param rewardsChosen mean of beta * (log-prob of the chosen under the policy - under the reference)
 * @param rewardsRejected the same of the rejected
 * @param rewardsMargin mean difference of the two
 * @param rewardsAccuracy share of pairs whose chosen has the higher reward
 * @param logpsChosen mean summed log-probability of the chosen under the policy
 * @param logpsRejected the same of the rejected
 * @param gradNorm norm of the gradient before clipping
 * @param learningRate the step's learning rate
 * @param tokens real tokens of the step's pairs: prompt once, chosen and rejected
 * @param seconds how long the step took
 */
public record TrainingStep(
        int step,
        int steps,
        double epoch,
        double loss,
        double rewardsChosen,
        double rewardsRejected,
        double rewardsMargin,
        double rewardsAccuracy,
        double logpsChosen,
        double logpsRejected,
        double gradNorm,
        double learningRate,
        long tokens,
        double seconds) {}
