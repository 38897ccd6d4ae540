package dev.metajudge.model;

/** The number format that weights and activations have in the engine. */
public enum Precision {
    /** 32-bit floats throughout. */
    FP32("fp32", 4, 4),
    /** Weights and what is multiplied by them in bfloat16; sums and hidden states in fp32. */
    BF16("bf16", 2, 2),
    /** The same, but matrices are multiplied as bytes; training is done in bfloat16. */
    INT8("int8", 1, 2);

    private final String label;
    private final int weightBytes;
    private final int cacheBytes;

    Precision(String label, int weightBytes, int cacheBytes) {
        this.label = label;
        this.weightBytes = weightBytes;
        this.cacheBytes = cacheBytes;
    }

    public String label() {
        return label;
    }

    /** Bytes of one weight of a matrix while the model runs. */
    public int weightBytes() {
        return weightBytes;
    }

    /** Bytes of one number of a key or a value, and of one weight in training. */
    public int cacheBytes() {
        return cacheBytes;
    }
}
