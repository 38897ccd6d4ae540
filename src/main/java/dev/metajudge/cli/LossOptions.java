package dev.metajudge.cli;

import dev.metajudge.train.loss.LossSettings;
import dev.metajudge.train.loss.Mixture;
import picocli.CommandLine.Option;

/** What preference training makes smaller. */
final class LossOptions {
    @Option(
            names = "--loss",
            paramLabel = "L",
            description =
                    "sigmoid (DPO, the default), cdpo, robust, hinge, ipo, simpo, sppo_hard, apo_zero, apo_down, orpo,"
                            + " rpo, sft or sft_sequence; a mixture by weights: sigmoid=1,sft=0.2.")
    private String loss = "sigmoid";

    @Option(
            names = "--beta",
            paramLabel = "B",
            description = "Strength of the pull towards the reference (${DEFAULT-VALUE}).")
    private double beta = 0.1;

    @Option(names = "--gamma", paramLabel = "G", description = "simpo's margin (${DEFAULT-VALUE}).")
    private double gamma = 0;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "For cdpo and robust: the share of swapped labels (${DEFAULT-VALUE}).")
    private double labelSmoothing = 0;

    /** @throws IllegalArgumentException naming the option that is wrong */
    LossSettings settings() {
        return new LossSettings(mixture(loss), beta, gamma, labelSmoothing);
    }

    /** @throws IllegalArgumentException beginning with "loss" */
    static Mixture mixture(String text) {
        try {
            return Mixture.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("loss " + wrong.getMessage(), wrong);
        }
    }
}
