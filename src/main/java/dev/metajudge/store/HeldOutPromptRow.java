package dev.metajudge.store;

/** A prompt that no round trains on. */
public record HeldOutPromptRow(String prompt, int place) implements Row {}
