package dev.metajudge.train.loss;

/**
 * Anchored preference optimisation, zero (arXiv 2408.06266, equation 4): 1 - sigmoid(beta gain of chosen) +
 * sigmoid(beta gain of rejected). For chosen texts better than what the model gives: it makes them more likely.
 *
 * @param beta strength of the pull towards the reference
 */
record ApoZeroLoss(double beta) implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double chosen = beta * pair.chosenGain();
        double rejected = beta * pair.rejectedGain();
        return new PairLoss(
                Logistic.sigmoid(-chosen) + Logistic.sigmoid(rejected),
                -beta * Logistic.slope(chosen),
                beta * Logistic.slope(rejected));
    }
}
