package dev.metajudge.prompt;

/**
 * A pair of responses to one instruction between which a person chose.
 *
 * @param id unique in its file
 * @param preferred 1 the first, -1 the second, 0 neither
 */
public record HumanChoice(String id, String instruction, String first, String second, int preferred) {}
