package dev.metajudge.model.engine;

import java.util.List;

/**
 * A few more tokens for each row, branches behind them, of unequal number and padded to one width.
 *
 * @param tokens [rows][width]
 * @param positions where each stands in its sequence, [rows][width]
 * @param kept how many of the row's own tokens come before them
 * @param among which of the new tokens each sees, [rows * width * width]
 * @param end the place of the row's last new token before its branches, among those of all rows
 */
record Tails(int[][] tokens, int[][] positions, int[] kept, boolean[] among, int[] end) {
    /** A row's tail with the number of tokens before it, in its prompt and of its own. */
    record Tail(int prompt, int kept, int[] tokens, Branches branches) {
        int size() {
            return tokens.length + branches.size();
        }
    }

    static Tails of(List<Tail> rows) {
        int width = rows.stream().mapToInt(Tail::size).max().orElseThrow();
        var tails = new Tails(
                new int[rows.size()][width],
                new int[rows.size()][width],
                new int[rows.size()],
                new boolean[rows.size() * width * width],
                new int[rows.size()]);
        for (int row = 0; row < rows.size(); row++) {
            tails.put(row, rows.get(row), width);
        }
        return tails;
    }

    private void put(int row, Tail tail, int width) {
        int length = tail.tokens().length;
        kept[row] = tail.kept();
        end[row] = row * width + length - 1;
        System.arraycopy(tail.tokens(), 0, tokens[row], 0, length);
        System.arraycopy(
                tail.branches().tokens(),
                0,
                tokens[row],
                length,
                tail.branches().size());
        for (int i = 0; i < width; i++) {
            int branch = i - length;
            boolean padding = i >= tail.size();
            int place = branch < 0 || padding
                    ? Math.min(i, length - 1)
                    : length + tail.branches().depth(branch);
            positions[row][i] = tail.prompt() + tail.kept() + place;
            for (int j = 0; j <= i; j++) {
                // Padding sees what comes before it, for a token must see something.
                boolean chain = j < length || padding;
                among[(row * width + i) * width + j] = chain || tail.branches().sees(branch, j - length);
            }
        }
    }
}
