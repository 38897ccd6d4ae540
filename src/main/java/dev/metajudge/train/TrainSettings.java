package dev.metajudge.train;

/**
 * Settings of training LoRA adapters (arXiv 2106.09685).
 *
 * @param beta strength of the pull towards the reference
 * @param learningRate the highest learning rate, reached after warm-up; then a cosine down to zero
 * @param epochs passes over the pairs
 * @param batch pairs an optimizer step
 * @param microBatch pairs a forward pass; gradients accumulate over batch/microBatch passes
 * @param warmup share of the steps with a linearly rising learning rate
 * @param clip the largest gradient norm; larger ones are scaled down to it
 * @param weightDecay AdamW's decoupled weight decay
 * @param loraRank rank r of the adapters
 * @param loraAlpha adapters are scaled by alpha/r
 * @param maxTokens a pair whose prompt and longer completion exceed this is left out and counted
 * @param checkpointSteps a checkpoint every so many steps
 * @param model the weights of a run's model that is on a server; empty for a model that is trained itself
 */
public record TrainSettings(
        double beta,
        double learningRate,
        int epochs,
        int batch,
        int microBatch,
        double warmup,
        double clip,
        double weightDecay,
        int loraRank,
        double loraAlpha,
        int maxTokens,
        int checkpointSteps,
        String model) {
    /** Of a model that is trained itself. */
    public TrainSettings(
            double beta,
            double learningRate,
            int epochs,
            int batch,
            int microBatch,
            double warmup,
            double clip,
            double weightDecay,
            int loraRank,
            double loraAlpha,
            int maxTokens,
            int checkpointSteps) {
        this(
                beta,
                learningRate,
                epochs,
                batch,
                microBatch,
                warmup,
                clip,
                weightDecay,
                loraRank,
                loraAlpha,
                maxTokens,
                checkpointSteps,
                "");
    }

    public TrainSettings {
        require(beta > 0, "beta must be above 0", beta);
        require(learningRate > 0, "learningRate must be above 0", learningRate);
        require(epochs >= 1, "epochs must be 1 or more", epochs);
        require(batch >= 1, "batch must be 1 or more", batch);
        require(microBatch >= 1, "microBatch must be 1 or more", microBatch);
        require(warmup >= 0 && warmup < 1, "warmup must be 0 to below 1", warmup);
        require(clip > 0, "clip must be above 0", clip);
        require(weightDecay >= 0, "weightDecay must be 0 or more", weightDecay);
        require(loraRank >= 1, "loraRank must be 1 or more", loraRank);
        require(loraAlpha > 0, "loraAlpha must be above 0", loraAlpha);
        require(maxTokens >= 16, "maxTokens must be 16 or more", maxTokens);
        require(checkpointSteps >= 1, "checkpointSteps must be 1 or more", checkpointSteps);
    }

    private static void require(boolean holds, String rule, double value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
