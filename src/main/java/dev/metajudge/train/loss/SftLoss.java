package dev.metajudge.train.loss;

/**
 * Fine-tuning on the chosen: minus its summed log-probability over the mean count of tokens, so that the mean over a
 * step's pairs is the mean over the step's tokens. Long completions count for more. TRL's "sft" is the mean over the
 * tokens of a device's batch, which is the same without accumulation.
 */
record SftLoss() implements PreferenceLoss {
    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        return new PairLoss(-pair.policyChosen() / meanTokens, -1 / meanTokens, 0);
    }
}
