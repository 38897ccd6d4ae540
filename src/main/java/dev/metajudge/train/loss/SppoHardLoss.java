package dev.metajudge.train.loss;

/**
 * Self-play preference optimisation with hard labels (arXiv 2405.00675, equation 4.7, the chosen wins always):
 * (gain of chosen - 1/(2 beta))^2 + (gain of rejected + 1/(2 beta))^2. As TRL has it.
 *
 * @param beta the inverse of the paper's eta
 */
record SppoHardLoss(double beta) implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double up = pair.chosenGain() - 0.5 / beta;
        double down = pair.rejectedGain() + 0.5 / beta;
        return new PairLoss(up * up + down * down, 2 * up, 2 * down);
    }
}
