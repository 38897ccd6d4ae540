package dev.metajudge.cli;

import dev.metajudge.backend.Input;

/**
 * One line of a file for {@code generate} or {@code logprob}.
 *
 * @param id unique in the file
 * @param prompt what the model reads
 * @param completion the text whose probability is asked for; empty for generate
 */
record InputLine(String id, Input prompt, String completion) {}
