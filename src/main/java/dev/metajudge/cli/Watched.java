package dev.metajudge.cli;

import java.io.PrintWriter;
import java.util.function.Function;

/** Long work with its progress shown, and a word when it is interrupted. */
final class Watched {
    private Watched() {}

    /** Does the work; the progress is cleared away when it ends in any way. */
    static <T> T work(PrintWriter err, Function<TerminalProgress, T> work) {
        var moves = Terminal.system().err();
        var progress = new TerminalProgress(err, moves, Terminal::width, System::nanoTime);
        var restore = moves ? AsideStream.install(progress) : (Runnable) () -> {};
        var interruption = new Interruption(
                () -> progress.aside(() -> err.println("metajudge: stopped; the same command goes on")));
        try {
            return work.apply(progress);
        } finally {
            interruption.close();
            progress.aside(() -> {});
            restore.run();
        }
    }
}
