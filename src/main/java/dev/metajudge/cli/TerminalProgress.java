package dev.metajudge.cli;

import dev.metajudge.loop.Progress;
import dev.metajudge.loop.Stage;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is: a bar that moves on a terminal, and a line for each stage that ended everywhere. What others
 * print goes through {@link #aside}, so that it never lands in the bar.
 */
final class TerminalProgress implements Progress {
    private static final long REPAINT_NANOS = 100_000_000L;
    private static final long MEASURE_NANOS = 5_000_000_000L;
    private static final String TO_LINE_START = "\r\u001B[K";

    private final PrintWriter out;
    private final boolean moves;
    private final IntSupplier width;
    private final LongSupplier clock;

    private @Nullable Ongoing ongoing;
    private int columns;
    private long measured;
    private long painted;
    private boolean barShown;

    /** A stage at work; the counts grow. */
    private static final class Ongoing {
        private final String name;
        private final long before;
        private final long total;
        private final long start;
        private long done;
        private long tokens;

        Ongoing(String name, long done, long total, long start) {
            this.name = name;
            this.before = done;
            this.done = done;
            this.total = total;
            this.start = start;
        }

        StageLine line(long now) {
            return new StageLine(name, done, total, done - before, tokens, Duration.ofNanos(now - start));
        }
    }

    /**
     * @param moves whether {@code out} is a terminal that can move its cursor
     * @param width columns of the terminal; asked now and then, for windows change
     * @param clock in nanoseconds
     */
    TerminalProgress(PrintWriter out, boolean moves, IntSupplier width, LongSupplier clock) {
        this.out = out;
        this.moves = moves;
        this.width = width;
        this.clock = clock;
    }

    @Override
    public void began(int round, Stage stage, long done, long total) {
        began("round " + round + " " + stage.label(), done, total);
    }

    @Override
    public void preparing(int round, Stage stage, String what, long done, long total) {
        began("round " + round + " " + stage.label() + ": " + what, done, total);
    }

    /** Something that is no stage of a run begins. */
    synchronized void began(String name, long done, long total) {
        long now = clock.getAsLong();
        ongoing = new Ongoing(name, done, total, now);
        measure(now);
        paint(now);
    }

    @Override
    public synchronized void advanced(long items, long tokens) {
        if (ongoing == null) {
            return;
        }
        ongoing.done += items;
        ongoing.tokens += tokens;
        long now = clock.getAsLong();
        if (now - painted >= REPAINT_NANOS) {
            if (now - measured >= MEASURE_NANOS) {
                measure(now);
            }
            paint(now);
        }
    }

    @Override
    public synchronized void ended() {
        if (ongoing != null) {
            clear();
            out.println(ongoing.line(clock.getAsLong()).ended());
            out.flush();
            ongoing = null;
        }
    }

    @Override
    public synchronized void note(String message) {
        aside(() -> out.println("note: " + message));
    }

    /** Lets something else be printed: the bar goes away before and comes back with the next progress. */
    synchronized void aside(Runnable print) {
        clear();
        print.run();
        out.flush();
    }

    private void measure(long now) {
        if (moves) {
            columns = width.getAsInt();
            measured = now;
        }
    }

    private void paint(long now) {
        if (moves && ongoing != null) {
            out.print(TO_LINE_START + ongoing.line(now).bar(columns));
            out.flush();
            barShown = true;
            painted = now;
        }
    }

    private void clear() {
        if (barShown) {
            out.print(TO_LINE_START);
            out.flush();
            barShown = false;
        }
    }
}
