package dev.metajudge.measure.agreement;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Ranks;
import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Whether two scorers of the same items agree differently with the human ratings: the difference with its paired
 * bootstrap interval (both scorers on the same resample), and the p-value of a permutation test that swaps the two
 * scorers' scores of an item with probability one half (PERM-INPUTS of arXiv 2104.00054; two-sided, counting the sample
 * itself as one permutation).
 *
 * @param difference the first scorer's figure minus the second's
 * @param p the share of permutations with a difference as large; empty where the difference is undefined
 */
public record Comparison(Metric metric, Estimate difference, Optional<Double> p) {
    /** Compares two scorers; all three samples are in one range. */
    public static Comparison of(Metric metric, Scores scores, Bootstrap bootstrap, long seed) {
        var seen = metric.seesOrderAlone() ? scores.coded() : scores;
        var difference = Estimate.of(
                scores.human().length,
                drawn -> seen.difference(metric, drawn),
                "one of the two has no " + metric.label(),
                bootstrap,
                seed);
        return new Comparison(
                metric, difference, difference.value().flatMap(ignored -> p(metric, scores, bootstrap, seed)));
    }

    private static Optional<Double> p(Metric metric, Scores scores, Bootstrap bootstrap, long seed) {
        var random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        var apart = new Scores(
                metric.exchangeable(scores.first()),
                metric.exchangeable(scores.second()),
                scores.human(),
                scores.range());
        var exchanged = metric.seesOrderAlone() ? apart.coded() : apart;
        var base = exchanged.difference(metric);
        if (base.isEmpty()) {
            return Optional.empty();
        }
        // A difference that equals the sample's but for rounding counts as large.
        double large = Math.abs(base.getAsDouble()) - 1e-12;
        int asLarge = 1;
        int defined = 1;
        for (int i = 0; i < bootstrap.resamples(); i++) {
            var permuted = exchanged.swapped(random).difference(metric);
            if (permuted.isPresent()) {
                defined++;
                asLarge += Math.abs(permuted.getAsDouble()) >= large ? 1 : 0;
            }
        }
        return Optional.of((double) asLarge / defined);
    }

    /** Two scorers' scores and the ratings of the same items. */
    public record Scores(double[] first, double[] second, double[] human, RatingRange range) {
        public Scores {
            if (first.length != human.length || second.length != human.length) {
                throw new IllegalArgumentException("two scorers of the same items are compared, not of " + first.length
                        + ", " + second.length + " and " + human.length);
            }
        }

        /** With each item's two scores changing places by chance. */
        Scores swapped(SplittableRandom random) {
            double[] a = first.clone();
            double[] b = second.clone();
            for (int i = 0; i < a.length; i++) {
                if (random.nextBoolean()) {
                    a[i] = second[i];
                    b[i] = first[i];
                }
            }
            return new Scores(a, b, human, range);
        }

        /** In the same order, both scorers in one: an item's two scores may still change places. */
        Scores coded() {
            double[] both = Arrays.copyOf(first, 2 * first.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            double[] codes = Ranks.codes(both);
            return new Scores(
                    Arrays.copyOf(codes, first.length),
                    Arrays.copyOfRange(codes, first.length, codes.length),
                    Ranks.codes(human),
                    range);
        }

        OptionalDouble difference(Metric metric) {
            return minus(metric.of(first, human, range), metric.of(second, human, range));
        }

        OptionalDouble difference(Metric metric, int[] drawn) {
            return new Scores(
                            Bootstrap.pick(first, drawn),
                            Bootstrap.pick(second, drawn),
                            Bootstrap.pick(human, drawn),
                            range)
                    .difference(metric);
        }

        private static OptionalDouble minus(OptionalDouble a, OptionalDouble b) {
            return a.isEmpty() || b.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(a.getAsDouble() - b.getAsDouble());
        }
    }
}
