package dev.metajudge.train;

/**
 * How examples become steps.
 *
 * @param epochs passes over the examples
 * @param batch examples an optimizer step
 * @param microBatch examples a forward pass; gradients accumulate over batch/microBatch passes
 * @param maxTokens most tokens of a prompt and its longer completion
 * @param tooLong what becomes of an example that has more
 */
public record DataSettings(int epochs, int batch, int microBatch, int maxTokens, TooLong tooLong) {
    public DataSettings {
        Rule.require(epochs >= 1, "epochs must be 1 or more", epochs);
        Rule.require(batch >= 1, "batch must be 1 or more", batch);
        Rule.require(microBatch >= 1, "microBatch must be 1 or more", microBatch);
        Rule.require(maxTokens >= 16, "maxTokens must be 16 or more", maxTokens);
    }
}
