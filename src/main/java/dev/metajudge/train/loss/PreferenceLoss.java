package dev.metajudge.train.loss;

/**
 * A loss of one pair and its gradient. A step's loss is the mean over its pairs.
 */
sealed interface PreferenceLoss
        permits SigmoidLoss,
                RobustLoss,
                HingeLoss,
                IpoLoss,
                SimpoLoss,
                SppoHardLoss,
                ApoZeroLoss,
                ApoDownLoss,
                OrpoLoss,
                SftLoss,
                SftSequenceLoss {
    /**
     * The loss.
     *
     * @param meanTokens tokens of a chosen completion on the mean over the step's pairs
     */
    PairLoss at(PairSums pair, double meanTokens);

    /** The loss of a kind. */
    static PreferenceLoss of(LossKind kind, LossSettings settings) {
        double beta = settings.beta();
        return switch (kind) {
            case SIGMOID -> new SigmoidLoss(beta, 0);
            case CDPO -> new SigmoidLoss(beta, settings.labelSmoothing());
            case ROBUST -> new RobustLoss(beta, settings.labelSmoothing());
            case HINGE -> new HingeLoss(beta);
            case IPO -> new IpoLoss(beta);
            case SIMPO -> new SimpoLoss(beta, settings.gamma());
            case SPPO_HARD -> new SppoHardLoss(beta);
            case APO_ZERO -> new ApoZeroLoss(beta);
            case APO_DOWN -> new ApoDownLoss(beta);
            case ORPO -> new OrpoLoss(beta);
            case SFT -> new SftLoss();
            case SFT_SEQUENCE -> new SftSequenceLoss();
        };
    }
}
