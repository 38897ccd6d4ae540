package dev.metajudge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.store.FigureRow;
import dev.metajudge.store.WinRateRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationLinesTest {
    static FigureRow figure(String model, String name, double value, double low, double high) {
        return new FigureRow(
                model + "." + name,
                1,
                model,
                Optional.empty(),
                name,
                Optional.of(value),
                Optional.of(low),
                Optional.of(high),
                50,
                0,
                Optional.empty());
    }

    static FigureRow difference(String name, double value, double low, double high, String finding) {
        return new FigureRow(
                "M1-M0." + name,
                1,
                "M1",
                Optional.of("M0"),
                name,
                Optional.of(value),
                Optional.of(low),
                Optional.of(high),
                50,
                0,
                Optional.of(finding));
    }

    private static FigureRow undefined(String id, Optional<String> opponent) {
        return new FigureRow(
                id,
                1,
                "M1",
                opponent,
                "kendall",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2,
                0,
                opponent.map(other -> "no clear difference"));
    }

    private static final List<FigureRow> FIGURES = List.of(
            figure("M0", "readable-judgments", 0.01, 0, 0.03),
            figure("M1", "readable-judgments", 0.5, 0.4, 0.601),
            figure("M0", "spearman", 0.1, -0.0001, 0.3),
            undefined("M1.kendall", Optional.empty()),
            difference("readable-judgments", 0.49, 0.385, 0.6, "better"),
            difference("truncated-judgments", 0.2, 0.1, 0.3, "worse"),
            difference("judgment-length", -12.4, -20, -5, "changed"),
            difference("spearman", -0.001, -0.2, 0.2, "no clear difference"),
            undefined("M1-M0.kendall", Optional.of("M0")));

    private static final WinRateRow WON =
            new WinRateRow(1, "M1", "M0", "M0", 40, .6, .5, .7, .6, .51, .7, Optional.empty(), Optional.empty(), 0, 0);

    @Test
    void saysWhatEachModelIsWorthAndWhatChanged() {
        assertThat(new EvaluationLines(FIGURES, List.of(WON)).lines())
                .containsExactly(
                        "",
                        "evaluation (95% interval)            M0                   M1",
                        "judgments with a score of their own  1% (0 to 3)          50% (40 to 60)",
                        "Spearman, mean scores                0.10 (0.00 to 0.30)",
                        "Kendall, mean scores                                      –",
                        "",
                        "M1 against M0:",
                        "  better:         wins on held-out prompts at equal length 60% (51 to 70)",
                        "                  judgments with a score of their own +49 points (+39 to +60)",
                        "  worse:          judgments cut at the limit +20 points (+10 to +30)",
                        "  changed:        judgment length, characters -12 (-20 to -5)",
                        "  cannot be told: Spearman, mean scores 0.00 (-0.20 to +0.20)",
                        "  no interval:    Kendall, mean scores");
    }

    @Test
    void fiveModelsAreTheFirstAndTheLastThree() {
        var rows = IntStream.range(0, 12)
                .mapToObj(i -> figure("M" + i, "mean-score", i, i, i))
                .toList();
        assertThat(new EvaluationLines(rows, List.of()).lines().get(1)).matches("evaluation.* M0 .* M9 .* M10 .* M11");
        assertThat(new EvaluationLines(List.of(), List.of()).lines()).isEmpty();
    }
}
