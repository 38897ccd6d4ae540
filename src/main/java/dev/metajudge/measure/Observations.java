package dev.metajudge.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What a figure is made of: two numbers an item. An item is what was drawn independently (a rated response, a pair, a
 * prompt), so intervals are over items and not over the several judgments of one. For a ratio, x over y: how many of y
 * judgments were so. For a correlation, the judge's score and the person's.
 */
public final class Observations {
    private final Figure figure;
    private final List<String> items;
    private final double[] x;
    private final double[] y;

    /** Makes them one by one. */
    public static final class Builder {
        private final Figure figure;
        private final List<String> items = new ArrayList<>();
        private final List<Double> x = new ArrayList<>();
        private final List<Double> y = new ArrayList<>();

        private Builder(Figure figure) {
            this.figure = figure;
        }

        /** Adds an item; each once. */
        public void add(String item, double atX, double atY) {
            items.add(item);
            x.add(atX);
            y.add(atY);
        }

        public Observations build() {
            return new Observations(figure, items, array(x), array(y));
        }
    }

    private Observations(Figure figure, List<String> items, double[] x, double[] y) {
        Check.paired(x, y);
        this.figure = figure;
        this.items = List.copyOf(items);
        this.x = x;
        this.y = y;
    }

    public static Builder of(Figure figure) {
        return new Builder(figure);
    }

    public Figure figure() {
        return figure;
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** The figure, with its interval over items. */
    public Estimate estimate(Bootstrap bootstrap, long seed) {
        return estimate(items.size(), this::value, bootstrap, seed);
    }

    /**
     * How much higher the figure is than that of another model, on the items that both have: each resample draws the
     * same items for both.
     */
    public Estimate minus(Observations other, Bootstrap bootstrap, long seed) {
        if (figure != other.figure) {
            throw new IllegalArgumentException(figure + " less " + other.figure);
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < other.items.size(); i++) {
            places.put(other.items.get(i), i);
        }
        List<Integer> mine = new ArrayList<>();
        List<Integer> theirs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Integer place = places.get(items.get(i));
            if (place != null) {
                mine.add(i);
                theirs.add(place);
            }
        }
        var here = at(mine);
        var there = other.at(theirs);
        return estimate(
                mine.size(),
                drawn -> {
                    var value = here.value(drawn);
                    var otherValue = there.value(drawn);
                    return value.isEmpty() || otherValue.isEmpty()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(value.getAsDouble() - otherValue.getAsDouble());
                },
                bootstrap,
                seed);
    }

    private static Estimate estimate(
            int items, Function<int[], OptionalDouble> statistic, Bootstrap bootstrap, long seed) {
        int[] all = new int[items];
        for (int i = 0; i < items; i++) {
            all[i] = i;
        }
        var value = statistic.apply(all);
        Optional<Interval> interval = value.isEmpty() || items < Estimate.LEAST_ITEMS
                ? Optional.empty()
                : bootstrap.interval(items, statistic, new SplittableRandom(seed));
        return new Estimate(items, value, interval);
    }

    private Observations at(List<Integer> places) {
        int[] indices = places.stream().mapToInt(Integer::intValue).toArray();
        return new Observations(
                figure,
                places.stream().map(items::get).toList(),
                Bootstrap.pick(x, indices),
                Bootstrap.pick(y, indices));
    }

    private OptionalDouble value(int[] drawn) {
        return switch (figure.statistic()) {
            case RATIO -> ratio(drawn);
            case SPEARMAN -> Correlation.spearman(Bootstrap.pick(x, drawn), Bootstrap.pick(y, drawn));
            case PEARSON -> Correlation.pearson(Bootstrap.pick(x, drawn), Bootstrap.pick(y, drawn));
            case KENDALL -> Correlation.kendall(Bootstrap.pick(x, drawn), Bootstrap.pick(y, drawn));
        };
    }

    private OptionalDouble ratio(int[] drawn) {
        double above = 0;
        double below = 0;
        for (int i : drawn) {
            above += x[i];
            below += y[i];
        }
        return below == 0 ? OptionalDouble.empty() : OptionalDouble.of(above / below);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
