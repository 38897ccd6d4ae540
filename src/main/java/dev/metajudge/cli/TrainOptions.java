package dev.metajudge.cli;

import dev.metajudge.train.TrainSettings;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a verb trains. */
final class TrainOptions {
    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "The highest (${DEFAULT-VALUE}); a cosine down to zero after a warm-up.")
    private double learningRate = 2e-4;

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
            names = "--warmup",
            paramLabel = "SHARE",
            description = "Share of the steps in which the rate rises (${DEFAULT-VALUE}).")
    private double warmup = 0.1;

    @Option(names = "--clip", paramLabel = "NORM", description = "The largest gradient norm (${DEFAULT-VALUE}).")
    private double clip = 1;

    @Option(names = "--weight-decay", paramLabel = "D", description = "AdamW's, decoupled (${DEFAULT-VALUE}).")
    private double weightDecay = 0;

    @Option(names = "--lora-rank", paramLabel = "R", description = "Rank of the adapter (${DEFAULT-VALUE}).")
    private int loraRank = 16;

    @Option(names = "--lora-alpha", paramLabel = "A", description = "It is scaled by A / rank (${DEFAULT-VALUE}).")
    private double loraAlpha = 32;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "A longer example is left out and counted (${DEFAULT-VALUE}).")
    private int maxTokens = 2048;

    @Option(
            names = "--checkpoint-steps",
            paramLabel = "N",
            description = "A checkpoint every so many steps (${DEFAULT-VALUE}).")
    private int checkpointSteps = 10;

    @Option(names = "--seed", paramLabel = "N", description = "Decides order and first weights (${DEFAULT-VALUE}).")
    private long seed = 0;

    long seed() {
        return seed;
    }

    /** @throws IllegalArgumentException naming the setting that is out of range */
    TrainSettings settings(double beta) {
        return new TrainSettings(
                beta,
                learningRate,
                epochs,
                batch,
                microBatch,
                warmup,
                clip,
                weightDecay,
                loraRank,
                loraAlpha,
                maxTokens,
                checkpointSteps);
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
