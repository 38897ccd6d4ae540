package dev.metajudge.measure.calibration;

import dev.metajudge.measure.Moments;
import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.distribution.continuous.BetaDistribution;

/**
 * A Beta distribution fitted to human ratings by their mean and variance. Each of the K whole scores owns a cell of 1/K of
 * [0, 1], and a rating lies at u = (rating - low + 1/2) / K, so that the lowest and the highest are inside.
 *
 * @param alpha the first shape
 * @param beta the second
 */
public record BetaFit(double alpha, double beta, RatingRange range) {
    public BetaFit {
        if (!(alpha > 0 && beta > 0 && Double.isFinite(alpha) && Double.isFinite(beta))) {
            throw new IllegalArgumentException("a Beta's shapes are above 0, not " + alpha + ", " + beta);
        }
    }

    /** The fit; empty if no two ratings differ. */
    static Optional<BetaFit> of(double[] ratings, RatingRange range) {
        double[] u = Arrays.stream(ratings)
                .map(rating -> (rating - range.low() + 0.5) / range.size())
                .toArray();
        double mean = Moments.mean(u).orElse(0);
        double spread = Moments.spread(u).orElse(0);
        if (spread == 0) {
            return Optional.empty();
        }
        // With n - 1 below it, the variance of two ratings at both ends can exceed what any Beta has.
        double variance = Math.min(spread * spread, 0.999 * mean * (1 - mean));
        double shapes = mean * (1 - mean) / variance - 1;
        return Optional.of(new BetaFit(mean * shapes, (1 - mean) * shapes, range));
    }

    /** q(y): the probability of each whole score's cell. */
    public double[] cells() {
        var distribution = new BetaDistribution(alpha, beta);
        double[] cells = new double[range.size()];
        double below = 0;
        for (int i = 0; i < cells.length; i++) {
            double upTo = i == cells.length - 1 ? 1 : distribution.cumulativeProbability((i + 1.0) / cells.length);
            cells[i] = Math.max(0, upTo - below);
            below = upTo;
        }
        return cells;
    }

    /** The score below which a share of the ratings lies, within the range. */
    double quantile(double share) {
        double u = new BetaDistribution(alpha, beta).inverseCumulativeProbability(share);
        return Math.clamp(range.low() - 0.5 + u * range.size(), range.low(), range.high());
    }
}
