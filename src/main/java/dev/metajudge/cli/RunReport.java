package dev.metajudge.cli;

import dev.metajudge.loop.RunSummary;
import dev.metajudge.store.FigureRow;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.RoundSummary;
import dev.metajudge.store.WinRateRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a run has come to, for people and for programs. */
record RunReport(RunSummary summary) {
    private record Row(String label, Function<RoundSummary, Object> value) {}

    /** Only where metaJudge.maxVerdicts left verdicts out. */
    private static final String LEFT_OUT = "  left out";

    private static final List<Row> ROWS = List.of(
            new Row("by model", RoundSummary::model),
            new Row("prompts", round -> Numbers.count(round.prompts())),
            new Row("responses", round -> Numbers.count(round.responses())),
            new Row("  said before", round -> Numbers.count(round.duplicates())),
            new Row("judgments", round -> Numbers.count(round.judgments())),
            new Row("  readable", round -> Numbers.count(round.readableJudgments())),
            new Row("  forced", round -> Numbers.count(round.forcedJudgments())),
            new Row("  unreadable", round -> Numbers.count(round.unreadableJudgments())),
            new Row("  cut short", round -> Numbers.count(round.truncatedJudgments())),
            new Row("mean reward", round -> decimal(round.meanReward(), 2)),
            new Row("verdicts", round -> Numbers.count(round.verdicts())),
            new Row("  forced", round -> Numbers.count(round.forcedVerdicts())),
            new Row("  undecided", round -> Numbers.count(round.undecidedVerdicts())),
            new Row(
                    LEFT_OUT,
                    round -> round.possibleVerdicts()
                            .map(possible -> Numbers.count(possible - round.verdicts()))
                            .orElse("-")),
            new Row("actor pairs", round -> Numbers.count(round.actorPairs())),
            new Row("judge pairs", round -> Numbers.count(round.judgePairs())),
            new Row("training steps", round -> round.steps().map(Numbers::count).orElse("-")),
            new Row("first loss", round -> decimal(round.firstLoss(), 4)),
            new Row("last loss", round -> decimal(round.lastLoss(), 4)),
            new Row(
                    "margin accuracy",
                    round -> round.marginAccuracy().map(Numbers::percent).orElse("-")),
            new Row("made", round -> round.made().orElse("-")));

    /**
     * What a program reads.
     *
     * @param name the run's
     * @param folder where everything lies
     * @param database the database's file
     */
    record Answer(
            String name,
            Path folder,
            Path database,
            List<RoundSummary> rounds,
            List<ModelRow> models,
            List<WinRateRow> winRates,
            List<FigureRow> figures) {}

    Answer answer() {
        return new Answer(
                name(),
                summary.folder(),
                summary.database(),
                summary.rounds(),
                summary.models(),
                summary.winRates(),
                summary.figures());
    }

    /** A column a round, and where everything lies. */
    List<String> lines() {
        var rounds = summary.rounds();
        var lines = new ArrayList<String>();
        var headers = rounds.stream().map(round -> "round " + round.round());
        var table = new Table(Stream.concat(Stream.of(""), headers).toArray(String[]::new));
        boolean capped =
                rounds.stream().anyMatch(round -> round.possibleVerdicts().isPresent());
        for (Row row : ROWS) {
            if (row.label().equals(LEFT_OUT) && !capped) {
                continue;
            }
            var cells = new ArrayList<Object>(List.of(row.label()));
            rounds.forEach(round -> cells.add(row.value().apply(round)));
            table.row(cells.toArray());
        }
        lines.addAll(table.lines());
        lines.addAll(winRates());
        lines.addAll(new EvaluationLines(summary.figures(), summary.winRates()).lines());
        lines.add("");
        lines.add("Everything lies in " + summary.folder() + ":");
        lines.add(place(
                summary.database().getFileName(),
                "all rows: metajudge sql " + name() + " \"SELECT * FROM round_summary\""));
        for (ModelRow model : summary.models()) {
            var parent = model.parent().orElse("its base");
            model.adapter().ifPresent(adapter -> lines.add(place(adapter, "makes " + model.name() + " of " + parent)));
        }
        lines.add(place(RunFolder.RECIPE, "every setting"));
        lines.add(place(RunFolder.REPORT, "curves, scores and pairs, to look at in a browser"));
        return lines;
    }

    private List<String> winRates() {
        if (summary.winRates().isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>(List.of("", "On held-out prompts, wins of 100 (95% interval):"));
        var table = new Table("", "wins", "at equal length", "shown first", "judge", "");
        for (WinRateRow row : summary.winRates()) {
            table.row(
                    row.model() + " against " + row.opponent(),
                    interval(row.rate(), row.rateLow(), row.rateHigh()),
                    interval(row.controlled(), row.controlledLow(), row.controlledHigh()),
                    row.firstShare().map(Numbers::percent).orElse("-"),
                    row.judge(),
                    row.finding());
        }
        lines.addAll(table.lines());
        return lines;
    }

    private static String interval(double rate, double low, double high) {
        return Numbers.decimal(100 * rate, 0) + " (" + Numbers.decimal(100 * low, 0) + " to "
                + Numbers.decimal(100 * high, 0) + ")";
    }

    private static String place(Object file, String what) {
        return String.format("  %-18s  %s", file, what);
    }

    private String name() {
        return String.valueOf(summary.folder().toAbsolutePath().normalize().getFileName());
    }

    private static String decimal(Optional<Double> value, int decimals) {
        return value.map(number -> Numbers.decimal(number, decimals)).orElse("-");
    }
}
