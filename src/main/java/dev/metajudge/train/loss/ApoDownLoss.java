package dev.metajudge.train.loss;

/**
 * Anchored preference optimisation, down (arXiv 2408.06266, equation 5): sigmoid(beta gain of chosen) + 1 -
 * sigmoid(beta d). For chosen texts worse than what the model gives: both become less likely, the rejected more so.
 *
 * @param beta strength of the pull towards the reference
 */
record ApoDownLoss(double beta) implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double chosen = beta * pair.chosenGain();
        double x = beta * pair.margin();
        return new PairLoss(
                Logistic.sigmoid(chosen) + Logistic.sigmoid(-x),
                beta * (Logistic.slope(chosen) - Logistic.slope(x)),
                beta * Logistic.slope(x));
    }
}
