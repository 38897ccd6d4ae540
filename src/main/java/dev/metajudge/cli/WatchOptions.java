package dev.metajudge.cli;

import dev.metajudge.train.EarlyStopping;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What training is watched with. */
final class WatchOptions {
    @Option(
            names = "--held-out",
            paramLabel = "N|SHARE|F.jsonl",
            description =
                    "Examples that are not learned: a number or a share of the data, or a file. The weights with the"
                            + " lowest loss on them are the result (${DEFAULT-VALUE}: none).")
    private String heldOut = "0";

    @Option(
            names = "--eval-steps",
            paramLabel = "N",
            description = "Look at them after every so many steps, and after the last (${DEFAULT-VALUE}).")
    private int evalSteps = 10;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Stop after so many looks in a row without a lower loss; 0: never (${DEFAULT-VALUE}).")
    private int patience = 3;

    /** The file of held-out examples, where it is one. */
    Optional<Path> file() {
        return number().isPresent() ? Optional.empty() : Optional.of(Path.of(heldOut));
    }

    private Optional<Double> number() {
        try {
            return Optional.of(Double.parseDouble(heldOut));
        } catch (NumberFormatException file) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException naming the option that is out of range */
    EarlyStopping settings() {
        return new EarlyStopping(number().orElse(0.0), evalSteps, patience);
    }
}
