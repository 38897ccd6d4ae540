package dev.metajudge.cli;

import dev.metajudge.measure.RatingRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A scale as the command line has it: 1-5. */
final class RangeText implements ITypeConverter<RatingRange> {
    @Override
    public RatingRange convert(String text) {
        return RatingRange.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is no range; write the lowest and the highest score: 1-5"));
    }
}
