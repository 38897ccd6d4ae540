package dev.metajudge.measure;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Percentile bootstrap: a statistic's interval from samples drawn from the sample with replacement. The same random
 * source gives the same interval. For a paired test, let the statistic be a difference over the same items.
 *
 * @param resamples how many samples are drawn
 * @param level the share of them that the interval holds, 0.95
 */
public record Bootstrap(int resamples, double level) {
    public Bootstrap {
        if (resamples < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("bootstrap of " + resamples + " resamples at level " + level);
        }
    }

    /**
     * The interval of a statistic.
     *
     * @param items how many items the sample has
     * @param statistic its value on the items with these indices; an index may come more than once
     * @return empty if the statistic is undefined on every resample
     */
    public Optional<Interval> interval(int items, Function<int[], OptionalDouble> statistic, RandomGenerator random) {
        double[] values = new double[resamples];
        int defined = 0;
        for (int i = 0; i < resamples && items > 0; i++) {
            int[] drawn = new int[items];
            Arrays.setAll(drawn, ignored -> random.nextInt(items));
            OptionalDouble value = statistic.apply(drawn);
            if (value.isPresent()) {
                values[defined++] = value.getAsDouble();
            }
        }
        if (defined == 0) {
            return Optional.empty();
        }
        double[] sorted = Arrays.copyOf(values, defined);
        Arrays.sort(sorted);
        double tail = (1 - level) / 2;
        return Optional.of(new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail), resamples - defined));
    }

    /** The values at the indices: what most statistics begin with. */
    public static double[] pick(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }

    /** Linear between the order statistics. */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
