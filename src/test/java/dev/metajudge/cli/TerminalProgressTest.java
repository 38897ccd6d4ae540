package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.loop.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter text = new StringWriter();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger columns = new AtomicInteger(100);

    private TerminalProgress progress(boolean moves) {
        return new TerminalProgress(new PrintWriter(text), moves, columns::get, clock::get);
    }

    private void seconds(long seconds) {
        clock.addAndGet(seconds * SECOND);
    }

    @Test
    void withoutATerminalThereIsALineAStage() {
        var progress = progress(false);
        progress.began(1, Stage.RESPOND, 0, 4);
        seconds(2);
        progress.advanced(0, 100);
        progress.advanced(4, 100);
        progress.ended();
        progress.note("fewer prompts");
        progress.began(1, Stage.META_JUDGE, 3, 4);
        seconds(1);
        progress.advanced(1, 0);
        progress.ended();

        assertThat(text.toString()).isEqualTo("""
                        round 1 respond      4/4  100 tokens/s  2 s
                        note: fewer prompts
                        round 1 meta-judge   4/4  1 s  (3 done before)
                        """);
    }

    @Test
    void onATerminalTheBarIsPaintedInPlaceAndNotTooOften() {
        var progress = progress(true);
        progress.began(2, Stage.JUDGE, 0, 100);
        for (int i = 0; i < 1000; i++) {
            progress.advanced(0, 1);
        }
        assertThat(text.toString().split("\r", -1)).hasSize(2);
        seconds(10);
        progress.advanced(50, 1000);
        assertThat(text.toString()).endsWith("] 50/100  200 tokens/s  10 s left");
        progress.ended();
        assertThat(text.toString()).endsWith("\r\u001B[Kround 2 judge        50/100  200 tokens/s  10 s\n");
        assertThat(text.toString().chars().filter(c -> c == '\n')).hasSize(1);
    }

    @Test
    void theBarFollowsTheWindow() {
        var progress = progress(true);
        progress.began(1, Stage.TRAIN, 0, 10);
        columns.set(40);
        seconds(6);
        progress.advanced(1, 10);
        var last = text.toString();
        assertThat(last.substring(last.lastIndexOf("\u001B[K") + 3).length()).isLessThan(40);
    }

    @Test
    void whatOthersPrintTakesTheBarAway() {
        var progress = progress(true);
        progress.began(1, Stage.JUDGE, 0, 10);
        progress.aside(() -> text.append("WARN something\n"));
        assertThat(text.toString()).endsWith("\r\u001B[KWARN something\n");
        progress.aside(() -> text.append("and more\n"));
        assertThat(text.toString()).endsWith("WARN something\nand more\n");
        seconds(1);
        progress.advanced(1, 0);
        assertThat(text.toString()).contains("\n\r\u001B[Kround 1 judge");
    }

    @Test
    void aStageThatNeverBeganIsNoStage() {
        var progress = progress(true);
        progress.advanced(1, 1);
        progress.ended();
        assertThat(text.toString()).isEmpty();
    }
}
