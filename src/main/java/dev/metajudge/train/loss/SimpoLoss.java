package dev.metajudge.train.loss;

/**
 * SimPO (arXiv 2405.14734, equation 6): no reference, -log sigmoid(beta (mean log p(chosen) - mean log p(rejected)) -
 * gamma). TRL's adds a fine-tuning term unless told not to; here that is a part of a mixture.
 *
 * @param beta factor of the mean log-probabilities, 2 to 10
 * @param gamma the margin, not divided by beta
 */
record SimpoLoss(double beta, double gamma) implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double x = beta * (pair.policyChosen() / pair.chosenTokens() - pair.policyRejected() / pair.rejectedTokens())
                - gamma;
        double slope = -beta * Logistic.sigmoid(-x);
        return new PairLoss(Logistic.minusLog(x), slope / pair.chosenTokens(), -slope / pair.rejectedTokens());
    }
}
