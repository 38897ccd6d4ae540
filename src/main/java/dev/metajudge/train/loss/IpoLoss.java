package dev.metajudge.train.loss;

/**
 * Identity preference optimisation (arXiv 2310.12036, equation 17): (h - 1/(2 beta))^2. The paper's h is the difference of
 * summed log-ratios; here, as in TRL, of each completion's mean over its tokens, which its authors recommend.
 *
 * @param beta the paper's tau
 */
record IpoLoss(double beta) implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double off =
                pair.chosenGain() / pair.chosenTokens() - pair.rejectedGain() / pair.rejectedTokens() - 1 / (2 * beta);
        return new PairLoss(off * off, 2 * off / pair.chosenTokens(), -2 * off / pair.rejectedTokens());
    }
}
