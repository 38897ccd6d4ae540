package dev.metajudge.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which part of the items calibrations are fitted on. */
final class FitOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--fit-share",
            paramLabel = "S",
            description = "Share of the items to fit on, by chance (0.5); figures are of the others.")
    private double share = 0.5;

    double share() {
        if (!(share > 0 && share < 1)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--fit-share must lie between 0 and 1, not at " + share);
        }
        return share;
    }
}
