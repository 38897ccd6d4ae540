package dev.metajudge.measure.agreement;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Choices;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How far a judge that chooses between two items agrees with people who did. A choice is 1 (the pair's first item), -1
 * (its second) or 0 (neither), by item, whatever the order in which the judge saw them.
 *
 * @param pairs how many pairs a person decided
 * @param accuracy of the choices with the pair in its own order; an undecided one counts one half
 * @param swapped of the choices with the pair the other way round
 * @param bothOrders share of the pairs that the judge got right both times
 * @param consistency share of the pairs decided both times that were decided for the same item
 * @param firstShare share of the decided choices, of both orders, for the item shown first: 0.5 is no position bias
 */
public record PairwiseAgreement(
        int pairs,
        Estimate accuracy,
        Optional<Estimate> swapped,
        Optional<Estimate> bothOrders,
        Optional<Estimate> consistency,
        Estimate firstShare) {
    /** Pairs that a person decided, and what the judge chose; {@code swapped} if it saw them the other way round too. */
    public record Pairs(int[] human, int[] choices, Optional<int[]> swapped) {
        public Pairs {
            if (human.length != choices.length
                    || swapped.filter(other -> other.length != human.length).isPresent()) {
                throw new IllegalArgumentException("every pair has a person's choice and the judge's");
            }
        }

        Pairs pick(int[] drawn) {
            return new Pairs(pick(human, drawn), pick(choices, drawn), swapped.map(other -> pick(other, drawn)));
        }

        private static int[] pick(int[] values, int[] drawn) {
            return Arrays.stream(drawn).map(i -> values[i]).toArray();
        }

        /** The choices of the swapped order by place: 1 is the one shown first, the pair's second item. */
        int[] swappedByPlace() {
            return Arrays.stream(swapped.orElseThrow()).map(choice -> -choice).toArray();
        }
    }

    private static final String UNDECIDED = "the judge decided none of the pairs";

    /** Measures it. */
    public static PairwiseAgreement of(Pairs pairs, Bootstrap bootstrap, long seed) {
        boolean both = pairs.swapped().isPresent();
        return new PairwiseAgreement(
                (int) Arrays.stream(pairs.human()).filter(choice -> choice != 0).count(),
                figure(
                        pairs,
                        p -> Choices.accuracy(p.choices(), p.human()),
                        "no pair that a person decided",
                        bootstrap,
                        seed),
                both
                        ? Optional.of(figure(
                                pairs,
                                p -> Choices.accuracy(p.swapped().orElseThrow(), p.human()),
                                "no pair that a person decided",
                                bootstrap,
                                seed))
                        : Optional.empty(),
                both
                        ? Optional.of(figure(
                                pairs,
                                p -> Choices.accuracyBothOrders(p.choices(), p.swappedByPlace(), p.human()),
                                "no pair that a person decided",
                                bootstrap,
                                seed))
                        : Optional.empty(),
                both
                        ? Optional.of(figure(
                                pairs,
                                p -> Choices.consistency(p.choices(), p.swappedByPlace()),
                                "no pair was decided both times",
                                bootstrap,
                                seed))
                        : Optional.empty(),
                figure(pairs, PairwiseAgreement::firstShare, UNDECIDED, bootstrap, seed));
    }

    private static Estimate figure(
            Pairs pairs, Function<Pairs, OptionalDouble> statistic, String reason, Bootstrap bootstrap, long seed) {
        return Estimate.of(pairs.human().length, drawn -> statistic.apply(pairs.pick(drawn)), reason, bootstrap, seed);
    }

    private static OptionalDouble firstShare(Pairs pairs) {
        int[] choices = pairs.choices();
        if (pairs.swapped().isEmpty()) {
            return Choices.firstShare(choices);
        }
        int[] other = pairs.swappedByPlace();
        int[] all = Arrays.copyOf(choices, choices.length + other.length);
        System.arraycopy(other, 0, all, choices.length, other.length);
        return Choices.firstShare(all);
    }
}
