package dev.metajudge.measure;

import java.util.Arrays;

/**
 * Counts of pairs of items for Kendall's tau, by Knight's method: sort by x (then y), count the swaps that a merge sort
 * by y needs.
 *
 * @param pairs all pairs
 * @param tiedX pairs with equal x
 * @param tiedY pairs with equal y
 * @param tiedBoth pairs equal in both
 * @param discordant pairs that x and y order differently
 */
record KendallCounts(long pairs, long tiedX, long tiedY, long tiedBoth, long discordant) {
    static KendallCounts of(double[] x, double[] y) {
        int[] rankX = Ranks.dense(x);
        int[] rankY = Ranks.dense(y);
        long[] keys = new long[x.length];
        Arrays.setAll(keys, i -> (long) rankX[i] << Integer.SIZE | rankY[i]);
        Arrays.sort(keys);
        double[] sortedX =
                Arrays.stream(keys).mapToDouble(key -> key >> Integer.SIZE).toArray();
        double[] yByX = Arrays.stream(keys).mapToDouble(key -> (int) key).toArray();
        long tiedX = 0;
        long tiedBoth = 0;
        int startX = 0;
        int startBoth = 0;
        for (int i = 1; i <= sortedX.length; i++) {
            boolean xEnds = i == sortedX.length || sortedX[i] != sortedX[startX];
            if (xEnds || yByX[i] != yByX[startBoth]) {
                tiedBoth += pairs(i - startBoth);
                startBoth = i;
            }
            if (xEnds) {
                tiedX += pairs(i - startX);
                startX = i;
            }
        }
        long swaps = sortCountingSwaps(yByX, 0, yByX.length);
        return new KendallCounts(pairs(x.length), tiedX, tiesOfSorted(yByX), tiedBoth, swaps);
    }

    long concordantMinusDiscordant() {
        return pairs - tiedX - tiedY + tiedBoth - 2 * discordant;
    }

    private static long tiesOfSorted(double[] sorted) {
        long tied = 0;
        int start = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[start]) {
                tied += pairs(i - start);
                start = i;
            }
        }
        return tied;
    }

    private static long sortCountingSwaps(double[] values, int start, int end) {
        if (end - start < 2) {
            return 0;
        }
        int middle = (start + end) >>> 1;
        long swaps = sortCountingSwaps(values, start, middle) + sortCountingSwaps(values, middle, end);
        double[] merged = new double[end - start];
        int left = start;
        int right = middle;
        for (int i = 0; i < merged.length; i++) {
            boolean takeRight = right < end && (left == middle || values[right] < values[left]);
            swaps += takeRight ? middle - left : 0;
            merged[i] = takeRight ? values[right++] : values[left++];
        }
        System.arraycopy(merged, 0, values, start, merged.length);
        return swaps;
    }

    private static long pairs(long n) {
        return n * (n - 1) / 2;
    }
}
