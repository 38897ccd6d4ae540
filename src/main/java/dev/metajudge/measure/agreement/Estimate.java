package dev.metajudge.measure.agreement;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A figure, or the reason why there is none: never a NaN.
 *
 * @param value the figure on the whole sample
 * @param low lower end of its bootstrap interval
 * @param high upper end
 * @param undefined how many resamples left it undefined; the interval is of the others
 * @param reason why there is no value
 */
public record Estimate(
        Optional<Double> value, Optional<Double> low, Optional<Double> high, int undefined, Optional<String> reason) {
    public Estimate {
        if (value.isPresent() == reason.isPresent()) {
            throw new IllegalArgumentException("a figure has a value or a reason why it has none");
        }
    }

    /** A figure that is undefined. */
    public static Estimate none(String reason) {
        return new Estimate(Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.of(reason));
    }

    /**
     * A statistic with its interval.
     *
     * @param statistic its value on the items with these indices
     * @param reason why there is no value, if there is none
     */
    public static Estimate of(
            int items, Function<int[], OptionalDouble> statistic, String reason, Bootstrap bootstrap, long seed) {
        OptionalDouble value = statistic.apply(IntStream.range(0, items).toArray());
        if (value.isEmpty()) {
            return none(reason);
        }
        Optional<Interval> interval = bootstrap.interval(items, statistic, new SplittableRandom(seed));
        return new Estimate(
                Optional.of(value.getAsDouble()),
                interval.map(Interval::low),
                interval.map(Interval::high),
                interval.map(Interval::undefined).orElse(0),
                Optional.empty());
    }

    /** Why a statistic of paired values may be undefined, in words. */
    static String why(double[] scores, double[] human) {
        if (human.length < 2) {
            return human.length == 0 ? "no items" : "one item alone";
        } else if (Arrays.stream(human).distinct().count() == 1) {
            return "all human ratings are " + number(human[0]);
        } else if (Arrays.stream(scores).distinct().count() == 1) {
            return "all scores are " + number(scores[0]);
        }
        return "too few different values";
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
