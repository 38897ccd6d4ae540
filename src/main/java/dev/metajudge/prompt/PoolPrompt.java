package dev.metajudge.prompt;

/**
 * A prompt of a pool.
 *
 * @param id unique in its pool
 * @param text the instruction, sent as one user message
 */
public record PoolPrompt(String id, String text) {}
