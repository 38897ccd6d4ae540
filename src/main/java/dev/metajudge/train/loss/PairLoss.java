package dev.metajudge.train.loss;

/**
 * A loss at one pair.
 *
 * @param value the loss
 * @param chosen its derivative in the summed log-probability of the chosen under the policy
 * @param rejected the same of the rejected
 */
public record PairLoss(double value, double chosen, double rejected) {
    /** Nothing yet. */
    static final PairLoss ZERO = new PairLoss(0, 0, 0);

    PairLoss plus(double weight, PairLoss other) {
        return new PairLoss(
                value + weight * other.value, chosen + weight * other.chosen, rejected + weight * other.rejected);
    }
}
