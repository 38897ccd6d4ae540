package dev.metajudge.train;

import dev.metajudge.UserError;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;
import java.util.Locale;

/**
 * What training will need beside the model, from the shapes alone, bytes.
 *
 * @param activations what the largest pass keeps for its gradient
 * @param passing what a layer's gradient and the output head need for themselves
 * @param parameters what is learned: the numbers, their gradient, AdamW's two moments, the best so far where there are
 *     held-out examples; where all weights learn, also what one of them gets in a pass
 */
record TrainingMemory(long activations, long passing, long parameters) {
    /** Numbers of the output head's logits that are there at a time, as the decoder program has it. */
    private static final long LOGITS = 6_000_000;

    /** Attention's shares are kept for slices that see no more tokens, as the decoder program has it. */
    private static final int KEPT_KEYS = 512;

    /**
     * The largest pass.
     *
     * @param tokens how many it reads
     * @param longest tokens of its longest sequence
     */
    record Pass(long tokens, int longest) {}

    /**
     * The estimate.
     *
     * @param numbers how many fp32 numbers there are for what is learned, its gradient, moments and best so far
     */
    static TrainingMemory of(ModelConfig config, Precision precision, TrainSettings settings, Pass pass, long numbers) {
        int bytes = precision.cacheBytes();
        long heads = config.queryWidth() / config.headDim();
        long wide = config.queryWidth() + 2L * config.keyWidth();
        long ranks =
                settings.weights() == TrainedWeights.LORA ? 7L * settings.lora().rank() : 0;
        long shares = heads * Math.min(pass.longest(), KEPT_KEYS);
        long layer = bytes
                * pass.tokens()
                * (2L * config.hidden()
                        + wide
                        + 2L * config.queryWidth()
                        + config.keyWidth()
                        + 2L * config.intermediate()
                        + ranks
                        + shares / 2);
        // the largest weight's part of the gradient, as computed and in fp32, as embedding and as head
        long largest = (bytes + 4L) * config.vocabulary() * config.hidden();
        long passed = settings.weights() == TrainedWeights.FULL ? 2 * largest : 0;
        long inputs = bytes * pass.tokens() * config.hidden();
        boolean again = settings.activationCheckpointing();
        long back = pass.tokens() * (bytes * (5L * config.intermediate() + 4L * wide + shares) + 12L * config.hidden());
        return new TrainingMemory(
                config.layers() * (again ? inputs : layer) + (again ? layer : 0),
                back + 12 * LOGITS,
                numbers * 4 + passed);
    }

    /**
     * All of it. Passes of unlike sizes leave holes in the allocator's heap that the next one does not fit into: peaks
     * of up to 1.42 times what the largest pass needs were measured, by the order in which the passes came.
     */
    long total() {
        return passes() + parameters;
    }

    private long passes() {
        return (activations + passing) * 3 / 2;
    }

    /**
     * Refuses a training that does not fit.
     *
     * @param free bytes that there are
     * @throws UserError which says what to lower
     */
    void require(long free, TrainSettings settings, Pass pass) {
        if (total() <= free) {
            return;
        }
        String lower = parameters > free / 2
                ? (settings.weights() == TrainedWeights.FULL ? "use weights lora" : "lower lora.rank")
                : (settings.activationCheckpointing() ? "" : "set activationCheckpointing, ")
                        + (settings.data().microBatch() > 1
                                ? "lower microBatch (%d) or maxTokens (%d)"
                                        .formatted(
                                                settings.data().microBatch(),
                                                settings.data().maxTokens())
                                : "lower maxTokens (%d)"
                                        .formatted(settings.data().maxTokens()));
        throw UserError.input(
                "training needs about %s beside the model (%s for activations of %,d tokens, %s for what is learned), and %s are free: %s"
                        .formatted(
                                gigabytes(total()),
                                gigabytes(passes()),
                                pass.tokens(),
                                gigabytes(parameters),
                                gigabytes(free),
                                lower));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
