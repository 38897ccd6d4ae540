package dev.metajudge.cli;

import dev.metajudge.UserError;
import dev.metajudge.train.Trainer;
import dev.metajudge.train.TrainingOutcome;
import dev.metajudge.train.TrainingStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One training by a verb: checkpoints beside the adapter's folder, progress, and what is said at the end. */
final class TrainingRun {
    private final Path out;
    private final Path work;
    private final List<TrainingStep> steps = new ArrayList<>();

    /**
     * @param out the adapter's folder
     * @throws UserError when it holds something else
     */
    TrainingRun(Path out) {
        this.out = out.toAbsolutePath().normalize();
        work = this.out.resolveSibling(this.out.getFileName() + ".training");
        if (Files.isDirectory(this.out) && !Files.exists(this.out.resolve("adapter_config.json")) && !empty(this.out)) {
            throw UserError.input(out + " holds something that is no adapter; choose another --out");
        }
    }

    private static boolean empty(Path folder) {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException unreadable) {
            throw UserError.input(folder + " cannot be read: " + unreadable.getMessage());
        }
    }

    /** What a kind of training does. */
    interface Work {
        TrainingOutcome train(Trainer.Place place, Consumer<TrainingStep> told);
    }

    /** Trains, and writes every step's figures to "steps.jsonl" beside the checkpoints. */
    Map<String, Object> run(PrintWriter err, Work training) {
        TrainingOutcome outcome = Watched.work(err, progress -> {
            TrainingOutcome done = training.train(new Trainer.Place(work, out), step -> {
                if (steps.isEmpty()) {
                    progress.began("train", 0, step.steps());
                }
                steps.add(step);
                progress.advanced(1, step.tokens());
            });
            progress.ended();
            if (!done.leftOut().isEmpty()) {
                progress.note("%d examples were longer than --max-tokens and were left out: %s"
                        .formatted(done.leftOut().size(), some(done.leftOut())));
            }
            return done;
        });
        try (var file = new OutputFile(work.resolve("steps.jsonl"))) {
            steps.forEach(step -> file.line(Json.line(step)));
            file.commit();
        }
        return answer(outcome);
    }

    /** What the last line of --json says. */
    private Map<String, Object> answer(TrainingOutcome outcome) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("steps", outcome.steps());
        answer.put("loss_first", steps.getFirst().loss());
        answer.put("loss_last", steps.getLast().loss());
        answer.put(
                "tokens_per_second",
                steps.stream().mapToLong(TrainingStep::tokens).sum()
                        / steps.stream().mapToDouble(TrainingStep::seconds).sum());
        Machine.peakMemory().ifPresent(bytes -> answer.put("peak_rss_mb", Math.round(bytes / 1e6)));
        answer.put("left_out", outcome.leftOut().size());
        answer.put("adapter", out.toString());
        return answer;
    }

    private static String some(List<String> ids) {
        int most = 5;
        return String.join(", ", ids.subList(0, Math.min(most, ids.size()))) + (ids.size() > most ? ", ..." : "");
    }

    /** The same for people. */
    static List<String> lines(Map<String, Object> answer) {
        return List.of(
                "%s steps, loss %s to %s, %s tokens/s%s"
                        .formatted(
                                answer.get("steps"),
                                Numbers.decimal((double) answer.getOrDefault("loss_first", 0.0), 4),
                                Numbers.decimal((double) answer.getOrDefault("loss_last", 0.0), 4),
                                Numbers.count(Math.round((double) answer.getOrDefault("tokens_per_second", 0.0))),
                                answer.containsKey("peak_rss_mb")
                                        ? ", at most " + answer.get("peak_rss_mb") + " MB"
                                        : ""),
                "The adapter lies in %s; use it as --model, or in a recipe as model.".formatted(answer.get("adapter")));
    }
}
