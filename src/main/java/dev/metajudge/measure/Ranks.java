package dev.metajudge.measure;

import java.util.Arrays;

/** Ranks of a sample, from 1 for the smallest value; equal values share the mean of their ranks. */
public final class Ranks {
    private Ranks() {}

    /** The rank of each value. */
    public static double[] average(double[] x) {
        Check.finite(x);
        int[] dense = dense(x);
        int[] upTo = new int[x.length + 1];
        for (int rank : dense) {
            upTo[rank + 1]++;
        }
        for (int rank = 0; rank < x.length; rank++) {
            upTo[rank + 1] += upTo[rank];
        }
        double[] ranks = new double[x.length];
        Arrays.setAll(ranks, i -> (upTo[dense[i]] + 1 + upTo[dense[i] + 1]) / 2.0);
        return ranks;
    }

    /**
     * Whole numbers from 0 with the same order and the same ties: what a statistic that sees the order alone may be given
     * instead, and which are ranked without sorting, as resampling does thousands of times.
     */
    public static double[] codes(double[] x) {
        Check.finite(x);
        return Arrays.stream(dense(x)).asDoubleStream().toArray();
    }

    /** Which of the distinct values, from the smallest, each value is; 0-based. Both zeros are one value. */
    static int[] dense(double[] x) {
        return isCoded(x) ? counted(x) : sorted(x);
    }

    private static boolean isCoded(double[] x) {
        for (double value : x) {
            if (!(value >= 0 && value < 2.0 * x.length && value == (int) value)) {
                return false;
            }
        }
        return true;
    }

    private static int[] counted(double[] x) {
        int[] place = new int[2 * x.length];
        for (double value : x) {
            place[(int) value] = 1;
        }
        int distinct = 0;
        for (int code = 0; code < place.length; code++) {
            int there = place[code];
            place[code] = distinct;
            distinct += there;
        }
        int[] dense = new int[x.length];
        Arrays.setAll(dense, i -> place[(int) x[i]]);
        return dense;
    }

    private static int[] sorted(double[] x) {
        double[] values = new double[x.length];
        Arrays.setAll(values, i -> x[i] + 0.0);
        Arrays.sort(values);
        int distinct = 0;
        for (double value : values) {
            if (distinct == 0 || values[distinct - 1] != value) {
                values[distinct++] = value;
            }
        }
        int[] dense = new int[x.length];
        int end = distinct;
        Arrays.setAll(dense, i -> Arrays.binarySearch(values, 0, end, x[i] + 0.0));
        return dense;
    }
}
