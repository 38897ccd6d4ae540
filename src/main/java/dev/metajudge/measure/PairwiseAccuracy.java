package dev.metajudge.measure;

import java.util.OptionalDouble;

/**
 * The share of all pairs of items with different human ratings that the scores order as the ratings do, a tie of the
 * scores counting one half. Over the U pairs that the ratings decide, with C concordant and D discordant, it is
 * (1 + (C - D) / U) / 2: 0.5 is what chance gives.
 */
public final class PairwiseAccuracy {
    private PairwiseAccuracy() {}

    /** The accuracy; empty if no two ratings differ. */
    public static OptionalDouble of(double[] scores, double[] ratings) {
        Check.paired(scores, ratings);
        KendallCounts counts = KendallCounts.of(scores, ratings);
        long decided = counts.pairs() - counts.tiedY();
        return decided == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((1 + (double) counts.concordantMinusDiscordant() / decided) / 2);
    }
}
