package dev.metajudge.measure.agreement;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Choices;
import dev.metajudge.measure.agreement.PairwiseAgreement.Pairs;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Whether two judges of the same pairs differ in accuracy, in both orders where both saw both: the difference with its
 * paired interval, and the p-value of swapping the two judges pair by pair (two-sided).
 *
 * @param measure what is compared
 * @param difference the first judge's minus the second's
 * @param p share of permutations with a difference as large
 */
public record PairwiseComparison(String measure, Estimate difference, Optional<Double> p) {
    /** Compares them. */
    public static PairwiseComparison of(Pairs first, Pairs second, Bootstrap bootstrap, long seed) {
        boolean both = first.swapped().isPresent() && second.swapped().isPresent();
        var difference = Estimate.of(
                first.human().length,
                drawn -> difference(first.pick(drawn), second.pick(drawn), both),
                "no pair that a person decided",
                bootstrap,
                seed);
        return new PairwiseComparison(
                both ? "right in both orders" : "accuracy",
                difference,
                difference.value().map(value -> p(value, first, second, new Drawing(both, bootstrap, seed))));
    }

    private record Drawing(boolean both, Bootstrap bootstrap, long seed) {}

    private static double p(double value, Pairs first, Pairs second, Drawing drawing) {
        var random = new SplittableRandom(drawing.seed());
        int asLarge = 1;
        for (int i = 0; i < drawing.bootstrap().resamples(); i++) {
            boolean[] swap = new boolean[first.human().length];
            for (int pair = 0; pair < swap.length; pair++) {
                swap[pair] = random.nextBoolean();
            }
            double permuted = difference(mixed(first, second, swap), mixed(second, first, swap), drawing.both())
                    .orElse(0);
            asLarge += Math.abs(permuted) >= Math.abs(value) - 1e-12 ? 1 : 0;
        }
        return asLarge / (drawing.bootstrap().resamples() + 1.0);
    }

    private static Pairs mixed(Pairs own, Pairs other, boolean[] swap) {
        return new Pairs(
                own.human(),
                mixed(own.choices(), other.choices(), swap),
                own.swapped().flatMap(mine -> other.swapped().map(theirs -> mixed(mine, theirs, swap))));
    }

    private static int[] mixed(int[] own, int[] other, boolean[] swap) {
        int[] mixed = own.clone();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = swap[i] ? other[i] : own[i];
        }
        return mixed;
    }

    private static OptionalDouble difference(Pairs first, Pairs second, boolean both) {
        OptionalDouble a = accuracy(first, both);
        OptionalDouble b = accuracy(second, both);
        return a.isEmpty() || b.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(a.getAsDouble() - b.getAsDouble());
    }

    private static OptionalDouble accuracy(Pairs pairs, boolean both) {
        return both
                ? Choices.accuracyBothOrders(pairs.choices(), pairs.swappedByPlace(), pairs.human())
                : Choices.accuracy(pairs.choices(), pairs.human());
    }
}
