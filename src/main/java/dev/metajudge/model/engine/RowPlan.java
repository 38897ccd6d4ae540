package dev.metajudge.model.engine;

import java.util.Arrays;

/**
 * Which rows share which slot's prompt.
 *
 * @param members the rows of each slot, [slots * share], slots with fewer rows filled up with row 0
 * @param place for each row, where it stands in members
 */
record RowPlan(int[] members, int[] place) {
    /** The plan of rows given by their slots. */
    static RowPlan of(int[] slotOfRow, int slots) {
        var count = new int[slots];
        for (int slot : slotOfRow) {
            count[slot]++;
        }
        int share = Math.max(1, Arrays.stream(count).max().orElse(1));
        var members = new int[slots * share];
        var place = new int[slotOfRow.length];
        Arrays.fill(count, 0);
        for (int row = 0; row < slotOfRow.length; row++) {
            int at = slotOfRow[row] * share + count[slotOfRow[row]]++;
            members[at] = row;
            place[row] = at;
        }
        return new RowPlan(members, place);
    }
}
