package dev.metajudge.loop;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Choices;
import dev.metajudge.measure.WinRate;
import dev.metajudge.store.WinRateRow;
import dev.metajudge.store.Work.Compared;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;

/** Counts a round's comparisons with one opponent. */
final class WinRates {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 0.95);

    private WinRates() {}

    /** @param round with the judge as its model */
    static WinRateRow row(Round round, String made, String opponent) {
        var pairs = round.work().comparisons(round.number(), opponent);
        int[] forward = ints(pairs, Compared::forward);
        int[] backward = ints(pairs, Compared::backward);
        double[] longer = pairs.stream()
                .mapToDouble(pair -> (double) pair.characters() - pair.opponentCharacters())
                .toArray();
        long seed = round.run().seed("win-rate", made + "-" + opponent);
        var rate = WinRate.of(Choices.wins(forward, backward), longer, BOOTSTRAP, seed)
                .orElseThrow();
        int[] all = new int[2 * forward.length];
        System.arraycopy(forward, 0, all, 0, forward.length);
        System.arraycopy(backward, 0, all, forward.length, backward.length);
        return new WinRateRow(
                round.number(),
                made,
                opponent,
                round.model(),
                pairs.size(),
                rate.rate(),
                rate.interval().low(),
                rate.interval().high(),
                rate.lengthControlled(),
                rate.lengthControlledInterval().low(),
                rate.lengthControlledInterval().high(),
                optional(Choices.firstShare(all)),
                optional(Choices.consistency(forward, backward)),
                pairs.stream().mapToInt(Compared::forced).sum(),
                (int) Arrays.stream(all).filter(choice -> choice == 0).count());
    }

    private static int[] ints(List<Compared> pairs, ToIntFunction<Compared> value) {
        return pairs.stream().mapToInt(value).toArray();
    }

    private static Optional<Double> optional(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
