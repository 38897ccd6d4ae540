package dev.metajudge.train.loss;

/**
 * Robust DPO (arXiv 2403.00409, equation 12): unbiased where a share eps of the labels is swapped,
 * (-(1 - eps) log sigmoid(beta d) + eps log sigmoid(-beta d)) / (1 - 2 eps). It can be below 0. As TRL 1.16 has it.
 *
 * @param beta strength of the pull towards the reference
 * @param smoothing eps, below a half
 */
record RobustLoss(double beta, double smoothing) implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double x = beta * pair.margin();
        double over = 1 - 2 * smoothing;
        double value = ((1 - smoothing) * Logistic.minusLog(x) - smoothing * Logistic.minusLog(-x)) / over;
        double slope = -beta * ((1 - smoothing) * Logistic.sigmoid(-x) + smoothing * Logistic.sigmoid(x)) / over;
        return new PairLoss(value, slope, -slope);
    }
}
