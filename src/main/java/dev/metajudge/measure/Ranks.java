package dev.metajudge.measure;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Ranks of a sample, from 1 for the smallest value; equal values share the mean of their ranks. */
public final class Ranks {
    private Ranks() {}

    /** The rank of each value. */
    public static double[] average(double[] x) {
        Check.finite(x);
        int[] order = order(x);
        double[] ranks = new double[x.length];
        for (int start = 0; start < order.length; ) {
            int end = start + 1;
            while (end < order.length && x[order[end]] == x[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    /** Indices from the smallest value to the largest; equal ones in their order. */
    static int[] order(double[] x) {
        return IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> x[i] + 0.0))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
