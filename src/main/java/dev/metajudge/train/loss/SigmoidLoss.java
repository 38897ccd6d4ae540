package dev.metajudge.train.loss;

/**
 * Direct preference optimisation (arXiv 2305.18290, equation 7), d the difference of the two log-ratios:
 * -log sigmoid(beta d). With smoothing eps it is conservative DPO (E. Mitchell, "A note on DPO with noisy preferences"):
 * -(1 - eps) log sigmoid(beta d) - eps log sigmoid(-beta d). TRL 1.16 takes no smoothing with its "sigmoid" and says
 * nothing; here it is a loss of its own name, cdpo.
 *
 * @param beta strength of the pull towards the reference
 * @param smoothing share of pairs taken to be swapped; 0 for DPO
 */
record SigmoidLoss(double beta, double smoothing) implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double x = beta * pair.margin();
        double slope = beta * (smoothing * Logistic.sigmoid(x) - (1 - smoothing) * Logistic.sigmoid(-x));
        return new PairLoss((1 - smoothing) * Logistic.minusLog(x) + smoothing * Logistic.minusLog(-x), slope, -slope);
    }
}
