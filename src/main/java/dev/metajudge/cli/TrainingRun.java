package dev.metajudge.cli;

import dev.metajudge.UserError;
import dev.metajudge.model.adapter.AdapterChain;
import dev.metajudge.model.adapter.WholeWeights;
import dev.metajudge.train.Evaluation;
import dev.metajudge.train.Rewards;
import dev.metajudge.train.Trainer;
import dev.metajudge.train.TrainingOutcome;
import dev.metajudge.train.TrainingStep;
import dev.metajudge.train.TrainingWatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One training by a verb: checkpoints beside the result's folder, progress, and what is said at the end. */
final class TrainingRun {
    private final Path out;
    private final Path work;
    private final List<TrainingStep> steps = new ArrayList<>();
    private final List<Evaluation> looks = new ArrayList<>();
    private long estimate;

    /**
     * @param out the result's folder
     * @throws UserError when it holds something else
     */
    TrainingRun(Path out) {
        this.out = out.toAbsolutePath().normalize();
        work = this.out.resolveSibling(this.out.getFileName() + ".training");
        if (Files.isDirectory(this.out) && !AdapterChain.isTrained(this.out) && !empty(this.out)) {
            throw UserError.input(out + " holds something that no training made; choose another --out");
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
        TrainingOutcome train(Trainer.Place place, TrainingWatch watch);
    }

    /**
     * Trains, and writes every step's figures to "steps.jsonl" beside the checkpoints, as the steps end.
     *
     * @param references the folder of the reference's log-probabilities; empty for that of the checkpoints
     */
    Map<String, Object> run(PrintWriter err, Optional<Path> references, Work training) {
        var place = new Trainer.Place(work, out, references.orElse(work));
        try (var lines = new ToldLines(work.resolve("steps.jsonl"))) {
            TrainingOutcome outcome = Watched.work(err, progress -> {
                TrainingOutcome done = training.train(place, new Shown(progress, lines));
                if (steps.isEmpty()) {
                    throw new IllegalStateException("training told no step");
                }
                progress.ended();
                tell(progress, done);
                return done;
            });
            return answer(outcome);
        }
    }

    private static void tell(TerminalProgress progress, TrainingOutcome done) {
        if (!done.leftOut().isEmpty()) {
            progress.note("%d examples were longer than --max-tokens and were left out: %s"
                    .formatted(done.leftOut().size(), some(done.leftOut())));
        }
        if (!done.truncated().isEmpty()) {
            progress.note("%d examples were longer than --max-tokens and were cut: %s"
                    .formatted(done.truncated().size(), some(done.truncated())));
        }
        done.fit().fewer().ifPresent(progress::note);
        if (done.fit().heldOut() > 0) {
            progress.note("%d examples learned, %d held out"
                    .formatted(done.fit().learned(), done.fit().heldOut()));
        }
    }

    /** Shows what training tells, and keeps it. */
    private final class Shown implements TrainingWatch {
        private final TerminalProgress progress;
        private final ToldLines lines;
        private boolean preparing;
        private int known;

        Shown(TerminalProgress progress, ToldLines lines) {
            this.progress = progress;
            this.lines = lines;
        }

        @Override
        public void resumed(int before) {
            known = before;
        }

        @Override
        public void estimated(long bytes) {
            estimate = bytes;
        }

        @Override
        public void reference(int done, int more, int total, long tokens) {
            if (!preparing) {
                preparing = true;
                progress.began("reference", (long) done - more, total);
            }
            progress.advanced(more, tokens);
            if (done == total) {
                progress.ended();
            }
        }

        @Override
        public void step(TrainingStep step) {
            if (steps.isEmpty()) {
                progress.began("train", known, step.steps());
            }
            steps.add(step);
            lines.line(Json.line(TrainingLine.of(step)));
            if (step.step() > known) {
                progress.advanced(1, step.tokens());
            }
        }

        @Override
        public void evaluated(Evaluation look) {
            looks.add(look);
            lines.line(Json.line(TrainingLine.of(look)));
            if (look.step() <= known) {
                return;
            }
            progress.note("step %d: held-out loss %s%s"
                    .formatted(
                            look.step(),
                            Numbers.decimal(look.loss(), 4),
                            look.rewards().equals(Rewards.NONE)
                                    ? ""
                                    : ", accuracy "
                                            + Numbers.decimal(look.rewards().accuracy(), 3)));
        }
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
        if (estimate > 0) {
            answer.put("memory_estimate_mb", Math.round(estimate / 1e6));
        }
        answer.put("examples", outcome.fit().learned());
        answer.put("held_out", outcome.fit().heldOut());
        answer.put("left_out", outcome.leftOut().size());
        answer.put("truncated", outcome.truncated().size());
        outcome.best().ifPresent(best -> {
            answer.put("stopped_early", steps.size() < steps.getLast().steps());
            answer.put("best_step", best.step());
            answer.put("eval_loss_first", looks.getFirst().loss());
            answer.put("eval_loss_best", best.loss());
            answer.put("eval_accuracy_best", best.rewards().accuracy());
        });
        answer.put(WholeWeights.areIn(out) ? "weights" : "adapter", out.toString());
        return answer;
    }

    private static String some(List<String> ids) {
        int most = 5;
        return String.join(", ", ids.subList(0, Math.min(most, ids.size()))) + (ids.size() > most ? ", ..." : "");
    }

    /** The same for people. */
    static List<String> lines(Map<String, Object> answer) {
        var lines = new ArrayList<String>();
        lines.add("%s steps, loss %s to %s, %s tokens/s%s"
                .formatted(
                        answer.get("steps"),
                        decimal(answer, "loss_first"),
                        decimal(answer, "loss_last"),
                        Numbers.count(Math.round((double) answer.getOrDefault("tokens_per_second", 0.0))),
                        answer.containsKey("peak_rss_mb") ? ", at most " + answer.get("peak_rss_mb") + " MB" : ""));
        if (answer.containsKey("best_step")) {
            lines.add("%she result is that of step %s, with the lowest held-out loss, %s"
                    .formatted(
                            Boolean.TRUE.equals(answer.get("stopped_early"))
                                    ? "Stopped early, as the held-out loss fell no more; t"
                                    : "T",
                            answer.get("best_step"),
                            decimal(answer, "eval_loss_best")));
        }
        boolean whole = answer.containsKey("weights");
        lines.add("The %s in %s; use that folder as --model, or in a recipe as model."
                .formatted(
                        whole ? "weights lie" : "adapter lies", whole ? answer.get("weights") : answer.get("adapter")));
        return lines;
    }

    private static String decimal(Map<String, Object> answer, String key) {
        return Numbers.decimal((double) answer.getOrDefault(key, 0.0), 4);
    }
}
