package dev.metajudge.cli;

import dev.metajudge.train.DataSettings;
import dev.metajudge.train.OptimizerSettings;
import dev.metajudge.train.Schedule;
import dev.metajudge.train.TooLong;
import dev.metajudge.train.TrainSettings;
import dev.metajudge.train.TrainedWeights;
import dev.metajudge.train.loss.LossSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a verb trains. */
final class TrainOptions {
    @Option(names = "--learning-rate", paramLabel = "R", description = "The highest (${DEFAULT-VALUE}).")
    private double learningRate = 2e-4;

    @Option(
            names = "--schedule",
            paramLabel = "S",
            description = "After the warm-up: cosine (the default) or linear, down to zero, or constant.",
            converter = Labels.OfSchedule.class)
    private Schedule schedule = Schedule.COSINE;

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            description = "Share of the steps in which the rate rises (${DEFAULT-VALUE}).")
    private double warmup = 0.1;

    @Option(names = "--weight-decay", paramLabel = "D", description = "AdamW's, decoupled (${DEFAULT-VALUE}).")
    private double weightDecay = 0;

    @Option(names = "--clip", paramLabel = "NORM", description = "The largest gradient norm (${DEFAULT-VALUE}).")
    private double clip = 1;

    @Option(
            names = "--exploding-loss",
            paramLabel = "N",
            description =
                    "Stop at a loss of more than N times the first step's, or than N where that was below 1; 0: never"
                            + " (${DEFAULT-VALUE}).")
    private double explodingLoss = 20;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data (${DEFAULT-VALUE}).")
    private int epochs = 2;

    @Option(names = "--batch", paramLabel = "N", description = "Examples an optimizer step (${DEFAULT-VALUE}).")
    private int batch = 16;

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description = "Examples a pass; memory grows with it (${DEFAULT-VALUE}).")
    private int microBatch = 4;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens of a prompt and its longer completion (${DEFAULT-VALUE}).")
    private int maxTokens = 2048;

    @Option(
            names = "--too-long",
            paramLabel = "RULE",
            description =
                    "What becomes of a longer example, and is counted: drop (the default), truncate-prompt (its first"
                            + " tokens go) or truncate-completion (last tokens go).",
            converter = Labels.OfTooLong.class)
    private TooLong tooLong = TooLong.DROP;

    @Option(
            names = "--weights",
            paramLabel = "W",
            description = "What is trained: lora (the default) or full.",
            converter = Labels.OfWeights.class)
    private TrainedWeights weights = TrainedWeights.LORA;

    @Mixin
    private LoraOptions lora = new LoraOptions();

    @Option(
            names = "--checkpoint-steps",
            paramLabel = "N",
            description = "A checkpoint every so many steps (${DEFAULT-VALUE}).")
    private int checkpointSteps = 10;

    @Option(
            names = "--activation-checkpointing",
            description = "Compute activations again for the gradient instead of keeping them: less memory, more time.")
    private boolean activationCheckpointing;

    @Mixin
    private WatchOptions watch = new WatchOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Decides order and first weights (${DEFAULT-VALUE}).")
    private long seed = 0;

    long seed() {
        return seed;
    }

    /** A file of held-out examples, if there is one. */
    Optional<Path> heldOutFile() {
        return watch.file();
    }

    /** @throws IllegalArgumentException naming the setting that is out of range */
    TrainSettings settings(LossSettings objective) {
        return new TrainSettings(
                objective,
                weights,
                lora.settings(),
                new OptimizerSettings(learningRate, schedule, warmup, weightDecay, clip, explodingLoss),
                new DataSettings(epochs, batch, microBatch, maxTokens, tooLong),
                checkpointSteps,
                activationCheckpointing,
                watch.settings(),
                "");
    }

    /** The settings, or an error that names the option that is out of range. */
    static TrainSettings checked(CommandLine line, Supplier<TrainSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(line, OptionName.in(String.valueOf(wrong.getMessage())));
        }
    }
}
