package dev.metajudge.preference;

import java.util.Collection;

/**
 * Ratings of one response's judgments out of the meta-judge's verdicts (the "Elo" of arXiv 2407.19594, equations 1-2).
 * The battle matrix B[m][n] = w1 [r_mn = 1] + w2 [r_nm = -1] holds the weighted wins of m over n; the ratings e are
 * its Bradley-Terry strengths by maximum likelihood, with a Gaussian prior that the paper lacks: without it a judgment
 * that wins all its battles has no finite rating.
 */
public final class Ratings {
    /** Precision of the prior: a standard deviation of 10, wide beside ratings of a few units. */
    public static final double PRIOR = 0.01;

    private Ratings() {}

    /**
     * The ratings of judgments 0 to {@code n - 1}.
     *
     * @param battles the verdicts on this response's judgments
     * @param weights those of the whole round
     * @return n strengths that sum to zero; all zero if nothing was decided
     */
    public static double[] of(int n, Collection<Battle> battles, PositionWeights weights) {
        return new BradleyTerry(PRIOR).fit(matrix(n, battles, weights));
    }

    /** The battle matrix; verdicts on the same two judgments add up. */
    public static double[][] matrix(int n, Collection<Battle> battles, PositionWeights weights) {
        double[][] wins = new double[n][n];
        for (Battle battle : battles) {
            switch (battle.outcome()) {
                case FIRST -> wins[battle.first()][battle.second()] += weights.first();
                case SECOND -> wins[battle.second()][battle.first()] += weights.second();
                case UNDECIDED -> {}
            }
        }
        return wins;
    }
}
