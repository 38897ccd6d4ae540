package dev.metajudge.measure;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * How often one model won over another, with bootstrap intervals over the comparisons.
 *
 * @param comparisons how many there were
 * @param rate share of wins, a tie counting one half
 * @param interval the rate's
 * @param lengthControlled the rate at equal length, see {@link LengthControl}
 * @param lengthControlledInterval its interval; the model is fitted anew to each resample
 */
public record WinRate(
        int comparisons, double rate, Interval interval, double lengthControlled, Interval lengthControlledInterval) {
    /**
     * Measures it.
     *
     * @param wins what each comparison came to for the first: 1 won, 0 lost, 0.5 a tie
     * @param differences length of the first's response minus the second's
     * @param seed decides the resamples; both intervals are of the same ones
     * @return empty without comparisons
     */
    public static Optional<WinRate> of(double[] wins, double[] differences, Bootstrap bootstrap, long seed) {
        var fit = LengthControl.fit(wins, differences);
        if (fit.isEmpty()) {
            return Optional.empty();
        }
        var plain = bootstrap.interval(
                wins.length, drawn -> Moments.mean(Bootstrap.pick(wins, drawn)), new SplittableRandom(seed));
        var controlled = bootstrap.interval(
                wins.length,
                drawn -> LengthControl.fit(Bootstrap.pick(wins, drawn), Bootstrap.pick(differences, drawn))
                        .map(resampled -> OptionalDouble.of(resampled.winRate()))
                        .orElse(OptionalDouble.empty()),
                new SplittableRandom(seed));
        return Optional.of(new WinRate(
                wins.length,
                Moments.mean(wins).orElseThrow(),
                plain.orElseThrow(),
                fit.get().winRate(),
                controlled.orElseThrow()));
    }
}
