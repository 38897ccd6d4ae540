package dev.metajudge.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the streams are. The launcher tells; without it nothing counts as a terminal.
 *
 * @param out whether standard output is a terminal
 * @param err whether the error stream is one that can move its cursor
 * @param colour whether text on it may be coloured
 */
record Terminal(boolean out, boolean err, boolean colour) {
    private static final int USUAL = 80;

    static Terminal system() {
        return of(
                Boolean.getBoolean("metajudge.terminal.out"),
                Boolean.getBoolean("metajudge.terminal.err"),
                System.getenv());
    }

    static Terminal of(boolean out, boolean err, Map<String, String> environment) {
        var dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        var plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(out, err && !dumb, (out || err) && !dumb && !plain);
    }

    /** Columns of the terminal as it is now; 80 where that cannot be told. */
    static int width() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var size = new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches("[0-9]+ [1-9][0-9]{0,3}")) {
                return Integer.parseInt(size.substring(size.indexOf(' ') + 1));
            }
        } catch (IOException e) {
            return USUAL; // no stty here, or no terminal
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return USUAL;
    }
}
