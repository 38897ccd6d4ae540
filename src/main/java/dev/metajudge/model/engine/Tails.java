package dev.metajudge.model.engine;

/**
 * A few more tokens for each row, of unequal number, padded to one width.
 *
 * @param tokens [rows][width]
 * @param positions where each stands in its sequence, [rows][width]
 * @param kept how many of the row's own tokens come before them
 * @param last the place of the row's last new token
 */
record Tails(int[][] tokens, int[][] positions, int[] kept, int[] last) {}
