package dev.metajudge.cli;

import java.time.Duration;

/**
 * How far a stage is, as one line of text.
 *
 * @param stage what is done: "round 1 respond"
 * @param done how many units are done, those of an earlier process too
 * @param total how many there are
 * @param fresh how many of the done ones this process did: what the time left is worked out from
 * @param tokens tokens written or trained on so far by this process
 * @param elapsed since this process began the stage
 */
record StageLine(String stage, long done, long total, long fresh, long tokens, Duration elapsed) {
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 8;

    /** Room kept for counts, rate and time, so that the bar's length does not change with them. */
    private static final int LONGEST_TAIL = 45;

    /** A bar that moves: never longer than {@code width} - 1, so that no terminal breaks the line. */
    String bar(int width) {
        var head = String.format("%-20s", stage);
        var tail = " " + count() + rate() + left();
        int room = width - 1 - head.length() - tail.length() - 3;
        if (room < SHORTEST_BAR) {
            var plain = stage + " " + count() + rate() + left();
            return plain.substring(0, Math.min(plain.length(), Math.max(0, width - 1)));
        }
        int steady = Math.clamp(width - 1L - head.length() - LONGEST_TAIL - 3, SHORTEST_BAR, LONGEST_BAR);
        int length = Math.min(room, steady);
        int full = total <= 0 ? length : (int) (length * Math.min(done, total) / total);
        return head + " [" + "#".repeat(full) + "-".repeat(length - full) + "]" + tail;
    }

    /** The line that stays when the stage has ended. */
    String ended() {
        var again = done - fresh;
        return String.format("%-20s", stage) + " " + count() + rate() + "  " + Numbers.time(elapsed)
                + (again > 0 ? "  (" + Numbers.count(again) + " done before)" : "");
    }

    private String count() {
        return Numbers.count(done) + "/" + Numbers.count(total);
    }

    private String rate() {
        double seconds = elapsed.toMillis() / 1000.0;
        return tokens <= 0 || seconds < 0.5 ? "" : "  " + Numbers.count(Math.round(tokens / seconds)) + " tokens/s";
    }

    private String left() {
        if (fresh <= 0 || done >= total || elapsed.toMillis() < 500) {
            return "";
        }
        double share = (double) (total - done) / fresh;
        return "  " + Numbers.time(Duration.ofMillis((long) (elapsed.toMillis() * share))) + " left";
    }
}
