package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountdownTest {
    /** 12 in 8 seconds are 1.5 a second; 24 more take 16. */
    @Test
    void saysTheRateAndTheTimeLeft() {
        assertThat(Countdown.line(12, 36, "figures", Duration.ofSeconds(8)))
                .isEqualTo("12 of 36 figures, 1.5/s, 16 s left");
    }

    @Test
    void saysNothingWhereNothingMoves() {
        var err = new StringWriter();
        try (var countdown = new Countdown(new PrintWriter(err), false, "figures", 2)) {
            countdown.step();
        }
        assertThat(err).hasToString("");
    }
}
