package dev.metajudge.measure;

import java.util.OptionalDouble;

/** How two paired samples move together, -1 to 1; empty where a constant sample or too few pairs leave it undefined. */
public final class Correlation {
    private Correlation() {}

    /** Pearson's r: covariance over the product of the spreads. */
    public static OptionalDouble pearson(double[] x, double[] y) {
        Check.paired(x, y);
        if (x.length < 2) {
            return OptionalDouble.empty();
        }
        double[] dx = Moments.deviations(x);
        double[] dy = Moments.deviations(y);
        double xx = dot(dx, dx);
        double yy = dot(dy, dy);
        return xx == 0 || yy == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(clamp(dot(dx, dy) / Math.sqrt(xx) / Math.sqrt(yy)));
    }

    /** Spearman's rho: Pearson's r of the average ranks. */
    public static OptionalDouble spearman(double[] x, double[] y) {
        return pearson(Ranks.average(x), Ranks.average(y));
    }

    /** Kendall's tau-b: concordant minus discordant pairs, corrected for ties in x and in y; n log n. */
    public static OptionalDouble kendall(double[] x, double[] y) {
        Check.paired(x, y);
        var counts = KendallCounts.of(x, y);
        double untiedX = (double) counts.pairs() - counts.tiedX();
        double untiedY = (double) counts.pairs() - counts.tiedY();
        return untiedX == 0 || untiedY == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        clamp(counts.concordantMinusDiscordant() / Math.sqrt(untiedX) / Math.sqrt(untiedY)));
    }

    private static double dot(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            sum += u[i] * v[i];
        }
        return sum;
    }

    private static double clamp(double r) {
        return Math.max(-1, Math.min(1, r));
    }
}
