package dev.metajudge.cli;

import java.io.PrintWriter;
import java.time.Duration;

/** Shows on a terminal how many of some pieces of work are done, how fast, and the time left; elsewhere nothing. */
final class Countdown implements AutoCloseable {
    private static final String TO_LINE_START = "\r\u001B[K";
    /** Work that ends sooner needs no bar. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final PrintWriter err;
    private final boolean moves;
    private final String what;
    private final int total;
    private final long start = System.nanoTime();
    private int done;

    /** {@code what}: the pieces, in the plural. */
    Countdown(PrintWriter err, boolean moves, String what, int total) {
        this.err = err;
        this.moves = moves;
        this.what = what;
        this.total = total;
    }

    /** One piece is done. */
    synchronized void step() {
        reach(done + 1);
    }

    /** So many pieces are done in all. */
    synchronized void reach(int pieces) {
        done = pieces;
        long spent = System.nanoTime() - start;
        if (moves && spent > PATIENCE_NANOS && done < total) {
            err.print(TO_LINE_START + line(done, total, what, Duration.ofNanos(spent)));
            err.flush();
        }
    }

    /** 12 of 36 figures, 1.5/s, 16 s left */
    static String line(int done, int total, String what, Duration spent) {
        double rate = done / Math.max(1e-9, spent.toNanos() / 1e9);
        return done + " of " + total + " " + what + ", " + Numbers.decimal(rate, rate < 10 ? 1 : 0) + "/s, "
                + Numbers.time(Duration.ofMillis(Math.round((total - done) / rate * 1000))) + " left";
    }

    @Override
    public synchronized void close() {
        if (moves && done > 0) {
            err.print(TO_LINE_START);
            err.flush();
        }
    }
}
