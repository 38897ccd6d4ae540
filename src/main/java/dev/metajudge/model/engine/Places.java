package dev.metajudge.model.engine;

import java.util.Arrays;
import java.util.List;

/**
 * The nodes of all questions: where each stands among the tokens given, and what is asked there.
 *
 * @param nodes how many each question has
 * @param places [all nodes]
 * @param allowed [all nodes][most options]; shorter ones are filled up with their first
 */
record Places(int[] nodes, int[] places, int[][] allowed) {
    /**
     * Lays the questions out.
     *
     * @param end where each question's sequence ends; its branches stand right behind
     */
    static Places of(List<Branches> branches, int[] end, List<int[]> options) {
        int[] nodes = branches.stream().mapToInt(Branches::nodes).toArray();
        int width = options.stream().mapToInt(allowed -> allowed.length).max().orElseThrow();
        var places = new int[Arrays.stream(nodes).sum()];
        var allowed = new int[places.length][];
        int at = 0;
        for (int i = 0; i < nodes.length; i++) {
            int[] filled = Arrays.copyOf(options.get(i), width);
            Arrays.fill(filled, options.get(i).length, width, filled[0]);
            for (int node = 0; node < nodes[i]; node++) {
                places[at] = end[i] + node;
                allowed[at++] = filled;
            }
        }
        return new Places(nodes, places, allowed);
    }

    boolean branched() {
        return Arrays.stream(nodes).anyMatch(count -> count > 1);
    }

    int width() {
        return allowed[0].length + 2;
    }
}
