package dev.metajudge.cli;

import dev.metajudge.train.LoraSettings;
import java.util.List;
import picocli.CommandLine.Option;

/** How adapters are made. */
final class LoraOptions {
    @Option(names = "--lora-rank", paramLabel = "R", description = "Rank of the adapter (${DEFAULT-VALUE}).")
    private int rank = 16;

    @Option(names = "--lora-alpha", paramLabel = "A", description = "It is scaled by A / rank (${DEFAULT-VALUE}).")
    private double alpha = 32;

    @Option(
            names = "--lora-dropout",
            paramLabel = "SHARE",
            description = "Share of its inputs left out in training (${DEFAULT-VALUE}).")
    private double dropout = 0;

    @Option(
            names = "--lora-targets",
            paramLabel = "T",
            split = ",",
            description = "all-linear (the default), or layers: q_proj,v_proj.")
    private List<String> targets = List.of(LoraSettings.ALL_LINEAR);

    @Option(names = "--rs-lora", description = "Scale by A / root of the rank (arXiv 2312.03732).")
    private boolean rsLora;

    /** @throws IllegalArgumentException naming the option that is out of range */
    LoraSettings settings() {
        try {
            return new LoraSettings(rank, alpha, dropout, targets, rsLora);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("lora-" + wrong.getMessage(), wrong);
        }
    }
}
