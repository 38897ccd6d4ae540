package dev.metajudge.store;

/**
 * A template that made prompts of the run.
 *
 * @param hash hash of what it sends
 * @param role "judge" or "meta-judge"
 * @param name its name in prompts/ROLE
 */
public record TemplateRow(String hash, String role, String name) implements Row {}
