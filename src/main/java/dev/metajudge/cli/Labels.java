package dev.metajudge.cli;

import dev.metajudge.Spelling;
import dev.metajudge.train.Schedule;
import dev.metajudge.train.TooLong;
import dev.metajudge.train.TrainedWeights;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads words for settings that are one of a few, as recipes write them. */
final class Labels {
    private Labels() {}

    private static <E> E read(String value, E[] known, Function<E, String> label) {
        List<String> labels = Arrays.stream(known).map(label).toList();
        return Arrays.stream(known)
                .filter(one -> label.apply(one).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + value + "\" is none of " + String.join(", ", labels) + Spelling.hint(value, labels)));
    }

    /** cosine, linear or constant. */
    static final class OfSchedule implements ITypeConverter<Schedule> {
        @Override
        public Schedule convert(String value) {
            return read(value, Schedule.values(), Schedule::label);
        }
    }

    /** drop, truncate-prompt or truncate-completion. */
    static final class OfTooLong implements ITypeConverter<TooLong> {
        @Override
        public TooLong convert(String value) {
            return read(value, TooLong.values(), TooLong::label);
        }
    }

    /** lora or full. */
    static final class OfWeights implements ITypeConverter<TrainedWeights> {
        @Override
        public TrainedWeights convert(String value) {
            return read(value, TrainedWeights.values(), TrainedWeights::label);
        }
    }
}
