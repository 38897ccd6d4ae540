package dev.metajudge.store;

/**
 * A prompt of the pool.
 *
 * @param id the pool file's id, or "p" and the line
 * @param place place in the pool, from 1
 * @param text what the user asks
 */
public record PromptRow(String id, int place, String text) implements Row {}
