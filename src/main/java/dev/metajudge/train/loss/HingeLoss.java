package dev.metajudge.train.loss;

/**
 * A margin (SLiC, arXiv 2305.10425, equation 1, on log-ratios as in RSO, arXiv 2309.06657): max(0, 1 - beta d). At the
 * kink the slope is 0, as TRL's.
 *
 * @param beta the inverse of the margin
 */
record HingeLoss(double beta) implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double below = 1 - beta * pair.margin();
        double slope = below > 0 ? -beta : 0;
        return new PairLoss(Math.max(0, below), slope, -slope);
    }
}
