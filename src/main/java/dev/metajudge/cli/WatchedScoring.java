package dev.metajudge.cli;

import dev.metajudge.scoring.ScoreWatcher;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows how far scoring is, and stops it at once when asked to; what is scored stays. */
final class WatchedScoring implements ScoreWatcher, AutoCloseable {
    private final TerminalProgress progress;
    private final Interruption interruption;
    private final Runnable restore;
    private long before;
    private long items;
    private long start = System.nanoTime();
    private long end = start;

    WatchedScoring(PrintWriter err) {
        boolean moves = Terminal.system().err();
        progress = new TerminalProgress(err, moves, Terminal::width, System::nanoTime);
        restore = moves ? AsideStream.install(progress) : () -> {};
        interruption = new Interruption(
                () -> progress.aside(() -> err.println("metajudge: stopped; the same command goes on")));
    }

    @Override
    public void began(long done, long total) {
        before = done;
        start = System.nanoTime();
        progress.began("score", done, total);
    }

    @Override
    public void advanced(long more, long tokens) {
        items += more;
        progress.advanced(more, tokens);
    }

    @Override
    public void ended() {
        end = System.nanoTime();
        progress.ended();
    }

    /** How fast it went, without what an earlier process did. */
    String rate() {
        double seconds = Math.max(1e-3, (end - start) / 1e9);
        return "%s items in %s, %s items/s%s"
                .formatted(
                        Numbers.count(items),
                        Numbers.time(Duration.ofNanos(end - start)),
                        Numbers.decimal(items / seconds, 1),
                        before > 0 ? "; " + Numbers.count(before) + " done before" : "");
    }

    @Override
    public void close() {
        interruption.close();
        progress.aside(() -> {});
        restore.run();
    }
}
