package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers, tables, bars and terminals. */
class TextTest {
    @Test
    void numbersAreTheSameInEveryLocale() {
        assertThat(Numbers.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Numbers.decimal(2.5, 2)).isEqualTo("2.50");
        assertThat(Numbers.decimal(Double.NaN, 2)).isEqualTo("-");
        assertThat(Numbers.percent(0.666)).isEqualTo("67%");
        assertThat(Numbers.time(Duration.ofMillis(7_400))).isEqualTo("7 s");
        assertThat(Numbers.time(Duration.ofMillis(59_900))).isEqualTo("1 min 00 s");
        assertThat(Numbers.time(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
        assertThat(Numbers.time(Duration.ofMinutes(200))).isEqualTo("3 h 20 min");
        assertThat(Numbers.bytes(999)).isEqualTo("999 B");
        assertThat(Numbers.bytes(98_362_432)).isEqualTo("98.4 MB");
        assertThat(Numbers.bytes(999_999)).isEqualTo("1.0 MB");
        assertThat(Numbers.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

    @Test
    void columnsOfNumbersStandToTheRight() {
        var table = new Table("name", "n", "loss").row("a", "1,000", "0.69").row("longer", "7", "-");
        assertThat(table.lines())
                .containsExactly(
                        "name        n  loss", //
                        "a       1,000  0.69",
                        "longer      7     -");
        assertThatThrownBy(() -> table.row("too few")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Table("a", "b").lines()).containsExactly("a  b");
    }

    private static StageLine line(long done, long fresh) {
        return new StageLine("round 1 respond", done, 200, fresh, 5_000, Duration.ofSeconds(10));
    }

    @Test
    void aBarTellsCountRateAndTimeLeft() {
        assertThat(line(100, 50).bar(120))
                .isEqualTo("round 1 respond      [###############---------------] 100/200  500 tokens/s  20 s left");
        assertThat(line(0, 0).bar(120))
                .contains("[------------------------------] 0/200")
                .doesNotContain("left");
        assertThat(line(200, 200).bar(120))
                .contains("[##############################]")
                .doesNotContain("left");
    }

    @Test
    void aBarNeverReachesTheEdge() {
        for (int width = 1; width < 120; width++) {
            assertThat(line(100, 50).bar(width).length()).isLessThan(Math.max(width, 1));
        }
    }

    @Test
    void anEndedStageTellsWhatWasDoneBefore() {
        assertThat(line(200, 200).ended()).isEqualTo("round 1 respond      200/200  500 tokens/s  10 s");
        assertThat(line(200, 50).ended()).endsWith("(150 done before)");
        assertThat(new StageLine("rate", 0, 0, 0, 0, Duration.ZERO).ended())
                .startsWith("rate")
                .endsWith("0/0  0 s");
    }

    @Test
    void coloursNeedATerminalAndNoColorTurnsThemOff() {
        var xterm = Map.of("TERM", "xterm");
        assertThat(Terminal.of(true, true, xterm)).isEqualTo(new Terminal(true, true, true));
        assertThat(Terminal.of(false, false, xterm).colour()).isFalse();
        assertThat(Terminal.of(true, true, Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isEqualTo(new Terminal(true, true, false));
        assertThat(Terminal.of(true, true, Map.of("TERM", "dumb"))).isEqualTo(new Terminal(true, false, false));
        assertThat(Terminal.of(true, true, Map.of()).err()).isFalse();
    }

    @Test
    void jsonIsOneLineInSnakeCase() {
        assertThat(Json.line(new DoctorCommand.Report(true, List.of()))).isEqualTo("{\"works\":true,\"findings\":[]}");
        assertThat(Json.line(new Plan(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Map.of()))).contains("\"actor_pairs\":7");
    }
}
