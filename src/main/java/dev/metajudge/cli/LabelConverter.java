package dev.metajudge.cli;

import dev.metajudge.Spelling;
import dev.metajudge.backend.Reading;
import dev.metajudge.measure.SpanChoice;
import dev.metajudge.scoring.ScoreRange;
import dev.metajudge.scoring.ScorerKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few values by the label that files use too. */
abstract class LabelConverter<T> implements ITypeConverter<T> {
    private final List<T> known;
    private final Function<T, String> label;

    LabelConverter(T[] known, Function<T, String> label) {
        this.known = Arrays.asList(known);
        this.label = label;
    }

    @Override
    public T convert(String value) {
        List<String> labels = known.stream().map(label).toList();
        return known.stream()
                .filter(one -> label.apply(one).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + value + "\" is none of " + String.join(", ", labels) + Spelling.hint(value, labels)));
    }

    /** Reads v-score, e-score, lager and samples. */
    static final class OfScorer extends LabelConverter<ScorerKind> {
        OfScorer() {
            super(ScorerKind.values(), ScorerKind::label);
        }
    }

    /** Reads normed and raw. */
    static final class OfReading extends LabelConverter<Reading> {
        OfReading() {
            super(Reading.values(), Reading::label);
        }
    }

    /** Reads spearman and mae. */
    static final class OfCriterion extends LabelConverter<SpanChoice.Criterion> {
        OfCriterion() {
            super(SpanChoice.Criterion.values(), criterion -> criterion.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Reads 1-5. */
    static final class OfRange implements ITypeConverter<ScoreRange> {
        @Override
        public ScoreRange convert(String value) {
            try {
                return ScoreRange.parse(value);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        }
    }
}
