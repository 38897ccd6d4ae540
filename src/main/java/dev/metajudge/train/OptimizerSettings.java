package dev.metajudge.train;

/**
 * AdamW (arXiv 1711.05101) and its learning rate.
 *
 * @param learningRate the highest, reached after warm-up
 * @param schedule how it goes on then
 * @param warmup share of the steps with a linearly rising learning rate
 * @param weightDecay decoupled
 * @param clip the largest gradient norm; larger ones are scaled down to it
 * @param explodingLoss training stops at a step whose loss is more than so many times the first step's, or than so many
 *     where that was below 1; 0 for no such rule
 */
public record OptimizerSettings(
        double learningRate, Schedule schedule, double warmup, double weightDecay, double clip, double explodingLoss) {
    public OptimizerSettings {
        Rule.require(learningRate > 0 && Double.isFinite(learningRate), "learningRate must be above 0", learningRate);
        Rule.require(warmup >= 0 && warmup < 1, "warmup must be 0 to below 1", warmup);
        Rule.require(clip > 0, "clip must be above 0", clip);
        Rule.require(weightDecay >= 0 && Double.isFinite(weightDecay), "weightDecay must be 0 or more", weightDecay);
        Rule.require(
                explodingLoss == 0 || explodingLoss > 1, "explodingLoss must be 0 (no rule) or above 1", explodingLoss);
    }

    /** The same without a rule for a high loss. */
    OptimizerSettings patient() {
        return new OptimizerSettings(learningRate, schedule, warmup, weightDecay, clip, 0);
    }
}
