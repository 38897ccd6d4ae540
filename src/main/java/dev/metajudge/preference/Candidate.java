package dev.metajudge.preference;

/**
 * A response that may enter an actor pair.
 *
 * @param item what the caller pairs
 * @param length its length in characters
 * @param reward its reward, higher is better
 */
public record Candidate<T>(T item, int length, double reward) {
    public Candidate {
        if (length < 0 || !Double.isFinite(reward)) {
            throw new IllegalArgumentException("a candidate of length " + length + " and reward " + reward);
        }
    }
}
