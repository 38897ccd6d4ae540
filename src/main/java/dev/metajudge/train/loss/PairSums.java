package dev.metajudge.train.loss;

/**
 * Summed log-probabilities of a pair's completions, in nats.
 *
 * @param policyChosen of the chosen under the model in training
 * @param policyRejected of the rejected under it
 * @param referenceChosen of the chosen under the reference; 0 for losses without one
 * @param referenceRejected of the rejected under the reference; 0 for losses without one
 * @param chosenTokens how many tokens the chosen has, 1 or more
 * @param rejectedTokens how many the rejected has; 0 where there is none
 */
public record PairSums(
        double policyChosen,
        double policyRejected,
        double referenceChosen,
        double referenceRejected,
        int chosenTokens,
        int rejectedTokens) {
    /** How much more probable the chosen has become: its log-ratio to the reference. */
    double chosenGain() {
        return policyChosen - referenceChosen;
    }

    /** The same of the rejected. */
    double rejectedGain() {
        return policyRejected - referenceRejected;
    }

    /** By how much the chosen has gained more. */
    double margin() {
        return chosenGain() - rejectedGain();
    }
}
