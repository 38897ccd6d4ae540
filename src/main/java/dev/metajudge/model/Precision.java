package dev.metajudge.model;

/** The number format that weights and activations have in the engine. */
public enum Precision {
    FP32,
    BF16;

    public String label() {
        return this == FP32 ? "fp32" : "bf16";
    }
}
