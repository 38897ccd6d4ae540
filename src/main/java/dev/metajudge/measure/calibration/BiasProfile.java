package dev.metajudge.measure.calibration;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Moments;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.agreement.Estimate;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What scores look like on their own: a judge with numerical bias gives one score far too often (arXiv 2601.16444, which
 * measures it by excess kurtosis).
 *
 * @param items how many
 * @param mean their mean
 * @param spread standard deviation, with n - 1
 * @param kurtosis excess kurtosis m4 / m2^2 - 3: 0 for a normal, high where nearly all lie on one score
 * @param mode the whole score given most often, after rounding; the lowest of equal ones
 * @param modeShare the share of the scores there
 * @param lowest the lowest score given
 * @param highest the highest
 * @param labelsUsed how many of the range's whole scores were given at all, after rounding
 * @param rangeUsed highest minus lowest over the range's width
 */
public record BiasProfile(
        int items,
        Estimate mean,
        Estimate spread,
        Estimate kurtosis,
        int mode,
        Estimate modeShare,
        double lowest,
        double highest,
        int labelsUsed,
        double rangeUsed) {
    /** Describes scores, of which there must be one or more. */
    public static BiasProfile of(double[] scores, RatingRange range, Bootstrap bootstrap, long seed) {
        int[] counts = new int[range.size()];
        for (double score : scores) {
            counts[range.nearest(score) - range.low()]++;
        }
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        int mode = range.low() + most;
        double lowest = Arrays.stream(scores).min().orElseThrow();
        double highest = Arrays.stream(scores).max().orElseThrow();
        return new BiasProfile(
                scores.length,
                figure(scores, Moments::mean, "no scores", bootstrap, seed),
                figure(scores, Moments::spread, "one score alone", bootstrap, seed),
                figure(scores, Moments::kurtosis, "all are equal", bootstrap, seed),
                mode,
                figure(scores, drawn -> shareAt(drawn, mode, range), "no scores", bootstrap, seed),
                lowest,
                highest,
                (int) Arrays.stream(counts).filter(count -> count > 0).count(),
                (highest - lowest) / (range.high() - range.low()));
    }

    private interface Statistic {
        OptionalDouble of(double[] drawn);
    }

    private static Estimate figure(
            double[] scores, Statistic statistic, String reason, Bootstrap bootstrap, long seed) {
        return Estimate.of(
                scores.length, drawn -> statistic.of(Bootstrap.pick(scores, drawn)), reason, bootstrap, seed);
    }

    private static OptionalDouble shareAt(double[] scores, int mode, RatingRange range) {
        long at = Arrays.stream(scores)
                .filter(score -> range.nearest(score) == mode)
                .count();
        return OptionalDouble.of((double) at / scores.length);
    }
}
