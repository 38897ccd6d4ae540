package dev.metajudge.store;

/** A pair that was too long for a round's training. */
public record LeftOutRow(int round, String pair) implements Row {}
