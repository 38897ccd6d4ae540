package dev.metajudge.model;

/** What the gate of the feed-forward part passes through. */
public enum Activation {
    /** x sigmoid(x). */
    SILU,
    /** GELU by its tanh approximation. */
    GELU_TANH
}
