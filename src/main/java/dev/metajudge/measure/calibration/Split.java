package dev.metajudge.measure.calibration;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Items in two parts: one to fit on, one to report on. Both keep the items' order.
 *
 * @param fit indices of the first
 * @param heldOut indices of the second
 */
public record Split(int[] fit, int[] heldOut) {
    /** A split by chance; the share is rounded to whole items, and neither part is empty if there are two or more. */
    public static Split of(int items, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("the share to fit on lies between 0 and 1, not at " + share);
        }
        int[] order = IntStream.range(0, items).toArray();
        var random = new SplittableRandom(seed);
        for (int i = items - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[other];
            order[other] = held;
        }
        int first = items < 2 ? items : Math.clamp(Math.round(share * items), 1, items - 1);
        return new Split(sorted(order, 0, first), sorted(order, first, items));
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] part = Arrays.copyOfRange(order, from, to);
        Arrays.sort(part);
        return part;
    }
}
