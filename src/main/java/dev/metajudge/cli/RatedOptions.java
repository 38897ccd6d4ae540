package dev.metajudge.cli;

import dev.metajudge.Spelling;
import dev.metajudge.data.RatedItems;
import dev.metajudge.data.RatedQuery;
import dev.metajudge.data.RatedQuery.ScoreSource;
import dev.metajudge.data.RatedReader;
import dev.metajudge.measure.RatingRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which ratings and scores a verb reads. */
final class RatedOptions {
    private static final String SCORE = "score";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = {"--ratings", "--human-file"},
            required = true,
            paramLabel = "F",
            description = "The human ratings, and the scores unless --scores-file: .jsonl, .json, .csv or .tsv.")
    private Path ratings = Path.of("");

    @Option(
            names = "--human",
            required = true,
            paramLabel = "COL",
            description = "The ratings' column; a dotted path reaches into JSON: scores.overall.")
    private String human = "";

    @Option(
            names = "--score",
            split = ",",
            paramLabel = "COL",
            description = "A score's column; more with commas, or again. With --scores-file its column (score).")
    private List<String> score = List.of();

    @Option(
            names = "--scores-file",
            paramLabel = "[NAME=]F",
            description = "Scores to join by id, such as the lines of metajudge score; again for more scorers.")
    private List<String> scoresFiles = List.of();

    @Option(
            names = "--samples",
            paramLabel = "[NAME=]COLS",
            description =
                    "A scorer's several scores of each item, with commas: their frequencies are its distribution.")
    private List<String> samples = List.of();

    @Option(
            names = "--range",
            paramLabel = "LO-HI",
            description = "The scale, 1-5; else the whole numbers seen.",
            converter = RangeText.class)
    private @Nullable RatingRange range;

    @Option(
            names = "--score-range",
            paramLabel = "NAME=LO-HI",
            description = "A scorer's own scale; its scores are put at the same places of the ratings'.",
            converter = {RatedOptions.Text.class, RangeText.class})
    private Map<String, RatingRange> scoreRanges = new LinkedHashMap<>();

    @Option(names = "--id", paramLabel = "COL", description = "What tells the items apart (id); - for nothing.")
    private @Nullable String id;

    /** Reads what the options name; {@code length} is a column for the items' lengths. */
    RatedItems read(Optional<String> length) {
        return RatedReader.read(query(length));
    }

    private RatedQuery query(Optional<String> length) {
        var sources = new ArrayList<ScoreSource>();
        if (scoresFiles.isEmpty()) {
            score.forEach(column -> sources.add(source(Optional.of(column), Optional.empty(), List.of(column))));
        }
        for (String text : scoresFiles) {
            var named = Named.of(text);
            var columns = score.isEmpty() ? List.of(SCORE) : score;
            for (String column : columns) {
                var name = columns.size() == 1
                        ? named.name()
                        : Optional.of(named.name().map(given -> given + ":").orElse("") + column);
                sources.add(source(name, Optional.of(Path.of(named.rest())), List.of(column)));
            }
        }
        for (String text : samples) {
            var named = Named.of(text);
            var columns = List.of(named.rest().split(",", -1));
            if (columns.size() < 2) {
                throw wrong("--samples needs two columns or more, with commas between them, not \"" + text + "\"");
            }
            sources.add(source(Optional.of(named.name().orElse(columns.getFirst())), Optional.empty(), columns));
        }
        unused(sources);
        return new RatedQuery(ratings, human, Optional.ofNullable(range), sources, Optional.ofNullable(id), length);
    }

    private ScoreSource source(Optional<String> name, Optional<Path> file, List<String> columns) {
        return new ScoreSource(name, file, columns, name.map(scoreRanges::get));
    }

    private void unused(List<ScoreSource> sources) {
        var names = sources.stream().flatMap(source -> source.name().stream()).toList();
        for (String name : scoreRanges.keySet()) {
            if (!names.contains(name)) {
                throw wrong("--score-range names \"" + name + "\", which is no scorer" + Spelling.hint(name, names));
            }
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    Path ratings() {
        return ratings;
    }

    String human() {
        return human;
    }

    List<String> scoreColumns() {
        return score;
    }

    /** Whether scores come from elsewhere than the ratings' columns. */
    boolean joinsOrSamples() {
        return !scoresFiles.isEmpty() || !samples.isEmpty();
    }

    /** Keys of an option are taken as they are. */
    static final class Text implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return text;
        }
    }

    /** "NAME=rest"; a "=" after a "/" or "," belongs to the rest. */
    record Named(Optional<String> name, String rest) {
        static Named of(String text) {
            int equals = text.indexOf('=');
            var before = equals < 0 ? "" : text.substring(0, equals);
            return before.isEmpty() || before.contains("/") || before.contains(",")
                    ? new Named(Optional.empty(), text)
                    : new Named(Optional.of(before), text.substring(equals + 1));
        }
    }
}
