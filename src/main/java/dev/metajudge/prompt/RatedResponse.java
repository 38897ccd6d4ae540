package dev.metajudge.prompt;

/**
 * A response that people rated.
 *
 * @param id unique in its file
 * @param instruction what it answers
 * @param response its text
 * @param score the human score, on any scale
 */
public record RatedResponse(String id, String instruction, String response, double score) {}
