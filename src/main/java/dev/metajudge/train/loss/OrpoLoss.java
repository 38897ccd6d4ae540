package dev.metajudge.train.loss;

/**
 * Odds-ratio preference optimisation (arXiv 2403.07691, equations 6 and 7): no reference; fine-tuning on the chosen, plus
 * beta times -log sigmoid(log odds(chosen) - log odds(rejected)), odds = P / (1 - P), P = exp(mean log-probability).
 * The fine-tuning term is the mean over the step's chosen tokens; TRL's counts the prompt's tokens too.
 *
 * @param beta the paper's lambda
 */
record OrpoLoss(double beta) implements PreferenceLoss {
    /** P = 1 has no odds; fp32 does not tell nearer ones from it. */
    private static final double HIGHEST = -1e-6;

    @Override
    public PairLoss at(PairSums pair, double meanTokens) {
        double chosen = Math.min(HIGHEST, pair.policyChosen() / pair.chosenTokens());
        double rejected = Math.min(HIGHEST, pair.policyRejected() / pair.rejectedTokens());
        double x = logOdds(chosen) - logOdds(rejected);
        double slope = -beta * Logistic.sigmoid(-x);
        return new SftLoss()
                .at(pair, meanTokens)
                .plus(
                        1,
                        new PairLoss(
                                beta * Logistic.minusLog(x),
                                slope * rise(chosen) / pair.chosenTokens(),
                                -slope * rise(rejected) / pair.rejectedTokens()));
    }

    private static double logOdds(double mean) {
        return mean - Math.log(-Math.expm1(mean));
    }

    /** The slope of the log-odds in the mean log-probability: 1 / (1 - P). */
    private static double rise(double mean) {
        return -1 / Math.expm1(mean);
    }
}
