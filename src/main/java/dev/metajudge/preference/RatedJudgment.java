package dev.metajudge.preference;

/**
 * A judgment that may enter a judge pair.
 *
 * @param item what the caller pairs
 * @param length its length in characters
 * @param rating its Bradley-Terry strength
 * @param score the score it gave
 */
public record RatedJudgment<T>(T item, int length, double rating, double score) {
    public RatedJudgment {
        if (length < 0 || !Double.isFinite(rating) || !Double.isFinite(score)) {
            throw new IllegalArgumentException(
                    "a judgment of length " + length + ", rating " + rating + " and score " + score);
        }
    }
}
