package dev.metajudge.model.engine;

import java.util.Arrays;

/**
 * Which rows share which slot's prompt.
 *
 * @param slot of each row
 * @param place where each row stands in [slots * share]
 * @param share the most rows that a slot has
 */
record RowPlan(int[] slot, int[] place, int share) {
    /** The plan of rows given by their slots. */
    static RowPlan of(int[] slotOfRow, int slots) {
        var count = new int[slots];
        for (int slot : slotOfRow) {
            count[slot]++;
        }
        int share = Math.max(1, Arrays.stream(count).max().orElse(1));
        var place = new int[slotOfRow.length];
        Arrays.fill(count, 0);
        for (int row = 0; row < slotOfRow.length; row++) {
            place[row] = slotOfRow[row] * share + count[slotOfRow[row]]++;
        }
        return new RowPlan(slotOfRow, place, share);
    }
}
