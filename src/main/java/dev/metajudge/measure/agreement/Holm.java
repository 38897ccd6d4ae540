package dev.metajudge.measure.agreement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down adjustment of the p-values of several tests, so that the chance of even one false finding among them
 * stays below the level: the i-th smallest of m is multiplied by m - i + 1 and never below the one before it.
 */
public final class Holm {
    private Holm() {}

    /** The adjusted p-values, in the order given. */
    public static List<Double> adjusted(List<Double> p) {
        var order = IntStream.range(0, p.size())
                .boxed()
                .sorted(Comparator.comparing(p::get))
                .toList();
        var adjusted = new ArrayList<>(p);
        double before = 0;
        for (int i = 0; i < order.size(); i++) {
            before = Math.min(1, Math.max(before, p.get(order.get(i)) * (p.size() - i)));
            adjusted.set(order.get(i), before);
        }
        return List.copyOf(adjusted);
    }
}
