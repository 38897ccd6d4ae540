package dev.metajudge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.store.FigureRow;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunRow;
import dev.metajudge.store.StageProgress;
import dev.metajudge.store.VerdictCapRow;
import dev.metajudge.store.WinRateRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param run its name
 * @param state running, stopped (the same command goes on) or done
 * @param roundsDone rounds whose model is there
 * @param rounds rounds that the recipe asks for
 * @param stages stages begun, oldest first
 * @param verdictCaps rounds in which metaJudge.maxVerdicts left verdicts out
 * @param figures what the models are worth in evaluation, so far
 * @param winRates how they do on held-out prompts, so far
 */
record RunStatus(
        String run,
        Path folder,
        String state,
        int roundsDone,
        int rounds,
        List<StageProgress> stages,
        List<VerdictCapRow> verdictCaps,
        List<FigureRow> figures,
        List<WinRateRow> winRates) {
    RunStatus {
        stages = List.copyOf(stages);
        verdictCaps = List.copyOf(verdictCaps);
        figures = List.copyOf(figures);
        winRates = List.copyOf(winRates);
    }

    static RunStatus of(RunFolder folder, RunReader reader) {
        var rows = reader.browse();
        int done =
                (int) rows.models().stream().filter(model -> model.round() > 0).count();
        int rounds = rows.run().map(RunStatus::rounds).orElse(0);
        var state = reader.running() ? "running" : done >= rounds && rounds > 0 ? "done" : "stopped";
        return new RunStatus(
                folder.name(),
                folder.path(),
                state,
                done,
                rounds,
                rows.stages(),
                rows.verdictCaps(),
                rows.figures(),
                rows.winRates());
    }

    private static int rounds(RunRow run) {
        try {
            return new JsonMapper().readTree(run.recipe()).path("roundCount").asInt();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the recipe of run " + run.name() + " is not JSON", e);
        }
    }

    /** A line a run. */
    static List<String> overview(List<RunStatus> runs) {
        var table = new Table("run", "state", "rounds", "stage", "done", "last");
        for (RunStatus status : runs) {
            var stage =
                    status.stages.isEmpty() ? Optional.<StageProgress>empty() : Optional.of(status.stages.getLast());
            table.row(
                    status.run,
                    status.state,
                    status.roundsDone + " of " + status.rounds,
                    stage.map(last -> "round " + last.round() + " " + last.stage())
                            .orElse("-"),
                    stage.map(RunStatus::share).orElse("-"),
                    stage.flatMap(StageProgress::lastAt)
                            .map(at -> at.toString().replaceFirst("\\..*", "Z"))
                            .orElse("-"));
        }
        return table.lines();
    }

    /** A line a stage. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("run " + run + ": " + state + ", " + roundsDone + " of " + rounds + " rounds done"
                + (state.equals("stopped") ? "; metajudge run goes on with it" : ""));
        if (!stages.isEmpty()) {
            lines.add("");
            var table = new Table("round", "stage", "done", "total", "tokens", "tokens/s", "time");
            for (StageProgress stage : stages) {
                table.row(
                        stage.round(),
                        stage.stage(),
                        Numbers.count(stage.done()),
                        Numbers.count(stage.total()),
                        stage.tokens() == 0 ? "-" : Numbers.count(stage.tokens()),
                        stage.tokens() == 0
                                ? "-"
                                : stage.tokensPerSecond()
                                        .map(rate -> Numbers.count(Math.round(rate)))
                                        .orElse("-"),
                        Numbers.time(Duration.ofMillis(Math.round(stage.seconds() * 1000))));
            }
            lines.addAll(table.lines());
        }
        for (VerdictCapRow cap : verdictCaps) {
            lines.add("round " + cap.round() + ": metaJudge.maxVerdicts keeps " + Numbers.count(cap.kept()) + " of "
                    + Numbers.count(cap.possible()) + " verdicts");
        }
        lines.addAll(new EvaluationLines(figures, winRates).lines());
        return lines;
    }

    private static String share(StageProgress stage) {
        return Numbers.count(stage.done()) + "/" + Numbers.count(stage.total());
    }
}
