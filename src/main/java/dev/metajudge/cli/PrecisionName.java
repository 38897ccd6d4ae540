package dev.metajudge.cli;

import dev.metajudge.Spelling;
import dev.metajudge.model.Precision;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads fp32, bf16 and int8. */
final class PrecisionName implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String value) {
        List<String> names =
                Arrays.stream(Precision.values()).map(Precision::label).toList();
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.label().equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + value + "\" is none of " + String.join(", ", names) + Spelling.hint(value, names)));
    }
}
