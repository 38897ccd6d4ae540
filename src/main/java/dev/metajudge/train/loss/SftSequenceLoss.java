package dev.metajudge.train.loss;

/**
 * Fine-tuning on the chosen, each completion counting the same: minus the mean log-probability of its tokens (the term
 * of iterative reasoning preference optimisation, arXiv 2404.19733, equation 1).
 */
record SftSequenceLoss() implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        return new PairLoss(-pair.policyChosen() / pair.chosenTokens(), -1.0 / pair.chosenTokens(), 0);
    }
}
