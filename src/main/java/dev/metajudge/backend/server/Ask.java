package dev.metajudge.backend.server;

import dev.metajudge.backend.Sampling;

/**
 * How one completion is asked for.
 *
 * @param seed not negative, since some servers take a negative one for "any"
 * @param top how many of the most probable tokens are wanted at each place; 0 for the token itself alone
 */
record Ask(Sampling sampling, int seed, int top) {
    /** So many at most are given by every server that gives any. */
    static final int MOST = 20;

    /** Asks for the distribution of the next token. */
    static Ask next() {
        return new Ask(Sampling.greedy(1), 0, MOST);
    }
}
