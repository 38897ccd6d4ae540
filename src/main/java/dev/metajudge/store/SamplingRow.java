package dev.metajudge.store;

/**
 * Sampling settings that rows refer to.
 *
 * @param id the beginning of the settings' SHA-256
 * @param settings the settings as JSON
 */
public record SamplingRow(String id, String settings) implements Row {}
