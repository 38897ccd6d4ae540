package dev.metajudge.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Stands in for the error stream while a bar is shown, so that what libraries log does not land in the bar. */
final class AsideStream extends FilterOutputStream {
    private final TerminalProgress progress;

    private AsideStream(OutputStream out, TerminalProgress progress) {
        super(out);
        this.progress = progress;
    }

    /** Puts itself in place; closing puts the old one back. */
    static Runnable install(TerminalProgress progress) {
        var before = System.err;
        System.setErr(new PrintStream(new AsideStream(before, progress), true, StandardCharsets.UTF_8));
        return () -> System.setErr(before);
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        progress.aside(() -> {
            try {
                out.write(bytes, from, length);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
