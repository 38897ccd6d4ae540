package dev.metajudge.cli;

import dev.metajudge.cli.AlignCommand.AlignmentObjective;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads "single-label" as its objective. */
final class ObjectiveName implements ITypeConverter<AlignmentObjective> {
    @Override
    public AlignmentObjective convert(String name) {
        return Arrays.stream(AlignmentObjective.values())
                .filter(objective -> objective
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-')
                        .equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + name + "' is no objective; adversarial, kl and single-label are"));
    }
}
