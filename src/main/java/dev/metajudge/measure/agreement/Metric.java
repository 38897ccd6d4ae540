package dev.metajudge.measure.agreement;

import dev.metajudge.measure.Correlation;
import dev.metajudge.measure.Deviation;
import dev.metajudge.measure.Kappa;
import dev.metajudge.measure.Moments;
import dev.metajudge.measure.PairwiseAccuracy;
import dev.metajudge.measure.Ranks;
import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.OptionalDouble;

/** How agreement of a scorer's scores with human ratings is measured. */
public enum Metric {
    PEARSON("Pearson") {
        @Override
        public OptionalDouble of(double[] scores, double[] human, RatingRange range) {
            return Correlation.pearson(scores, human);
        }

        @Override
        double[] exchangeable(double[] scores) {
            return standardised(scores);
        }
    },

    SPEARMAN("Spearman") {
        @Override
        public OptionalDouble of(double[] scores, double[] human, RatingRange range) {
            return Correlation.spearman(scores, human);
        }

        @Override
        double[] exchangeable(double[] scores) {
            return standardised(Ranks.average(scores));
        }
    },

    KENDALL("Kendall tau-b") {
        @Override
        public OptionalDouble of(double[] scores, double[] human, RatingRange range) {
            return Correlation.kendall(scores, human);
        }

        @Override
        double[] exchangeable(double[] scores) {
            return standardised(Ranks.average(scores));
        }
    },

    /** Quadratic weights; both rounded to whole scores, halves up. */
    KAPPA("quadratic kappa") {
        @Override
        public OptionalDouble of(double[] scores, double[] human, RatingRange range) {
            return Kappa.QUADRATIC.of(rounded(scores, range), rounded(human, range), range.labels());
        }
    },

    MAE("mean abs. error") {
        @Override
        public OptionalDouble of(double[] scores, double[] human, RatingRange range) {
            return Deviation.meanAbsolute(scores, human);
        }
    },

    PAIRWISE_ACCURACY("pairwise accuracy") {
        @Override
        public OptionalDouble of(double[] scores, double[] human, RatingRange range) {
            return PairwiseAccuracy.of(scores, human);
        }

        @Override
        double[] exchangeable(double[] scores) {
            return standardised(Ranks.average(scores));
        }
    };

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The measure on paired values; empty where they leave it undefined. */
    public abstract OptionalDouble of(double[] scores, double[] human, RatingRange range);

    /** Whether more of it is better. */
    public boolean higherIsBetter() {
        return this != MAE;
    }

    /** Whether it sees nothing of the scores and ratings but their order and ties. */
    boolean seesOrderAlone() {
        return this == SPEARMAN || this == KENDALL || this == PAIRWISE_ACCURACY;
    }

    /**
     * The scores brought to where two scorers' may be swapped item by item: correlations do not see a scorer's own
     * centre and spread, and those that see only the order see none but the ranks, so both are taken out first
     * (arXiv 2104.00054). Errors are of the scores as they are.
     */
    double[] exchangeable(double[] scores) {
        return scores;
    }

    private static double[] standardised(double[] x) {
        double mean = Moments.mean(x).orElse(0);
        double spread = Moments.spread(x).orElse(0);
        double[] z = new double[x.length];
        Arrays.setAll(z, i -> spread == 0 ? 0 : (x[i] - mean) / spread);
        return z;
    }

    private static int[] rounded(double[] values, RatingRange range) {
        return Arrays.stream(values).mapToInt(range::nearest).toArray();
    }
}
