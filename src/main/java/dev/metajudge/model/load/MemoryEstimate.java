package dev.metajudge.model.load;

import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.Precision;

/**
 * About how much memory a model takes, beside the half gigabyte of the JVM and libtorch. With b bytes a number (4 in
 * fp32, 2 in bf16 and int8):
 *
 * <ul>
 *   <li>to run: parameters b (one byte in int8), the keys and values of every row, 2 layers kvHeads headDim b a token, and a row of
 *       4-byte logits each;
 *   <li>to train: parameters b, the adapters with gradient and two moments, 16 bytes a number, what every layer keeps
 *       for the way back, (8 hidden + 2 kvHeads headDim + 4 intermediate) b a token, and logits three times, 12
 *       vocabulary a token.
 * </ul>
 *
 * @param run bytes to generate {@value #ROWS} rows of {@value #ROW_TOKENS} tokens at once
 * @param train bytes to train adapters of rank {@value #RANK} on {@value #TRAIN_TOKENS} tokens at once
 */
public record MemoryEstimate(long run, long train) {
    public static final int ROWS = 32;
    public static final int ROW_TOKENS = 1024;
    public static final int TRAIN_TOKENS = 2048;
    public static final int RANK = 16;

    /** The estimate for a model of this shape. */
    public static MemoryEstimate of(ModelConfig config, long parameters, Precision precision) {
        long number = precision.cacheBytes();
        long weights = parameters * precision.weightBytes();
        long cache = 2L * config.layers() * config.keyWidth() * number * ROWS * ROW_TOKENS;
        long logits = 4L * config.vocabulary() * ROWS;
        long kept = (8L * config.hidden() + 2L * config.keyWidth() + 4L * config.intermediate()) * config.layers();
        long training = (kept * number + 12L * config.vocabulary()) * TRAIN_TOKENS;
        return new MemoryEstimate(
                weights + cache + logits, parameters * number + 16 * adapterNumbers(config) + training);
    }

    /** A matrix with a columns and b rows gets an adapter of rank (a + b) numbers. */
    private static long adapterNumbers(ModelConfig config) {
        long attention = 2L * (config.hidden() + config.queryWidth()) + 2L * (config.hidden() + config.keyWidth());
        long feedForward = 3L * (config.hidden() + config.intermediate());
        return (long) RANK * config.layers() * (attention + feedForward);
    }
}
