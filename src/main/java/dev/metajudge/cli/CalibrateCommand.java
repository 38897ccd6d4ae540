package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.Spelling;
import dev.metajudge.data.RowFile;
import dev.metajudge.data.SavedCalibration;
import dev.metajudge.data.ScoreLines;
import dev.metajudge.measure.calibration.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Calibrates a scorer's scores against human ratings. */
@Command(
        name = "calibrate",
        description = "Calibrates a scorer's scores against human ratings: fitted once, applied to any of its scores.",
        subcommands = {CalibrateCommand.Fit.class, CalibrateCommand.Apply.class},
        footer = {
            "  metajudge calibrate fit --human-file rated.jsonl --human rating \\",
            "      --scores-file scores.jsonl --method distribution,isotonic --out C.json",
            "  metajudge calibrate apply --calibration C.json --input scores.jsonl --out F",
        })
final class CalibrateCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "say what to do: calibrate fit or apply");
    }

    /** Learns a calibration. */
    @Command(
            name = "fit",
            description = {
                "Learns how to calibrate one scorer's scores, on one part of the rated items, and says what that does on the"
                        + " other part.",
                "Methods, in this order: temperature (needs distributions), distribution (to a Beta fitted to the ratings),"
                        + " isotonic."
            },
            footer = {
                "  metajudge calibrate fit --ratings rated.csv --human mean --score judge \\",
                "      --range 1-5 --out C.json",
                "  metajudge calibrate fit --human-file rated.jsonl --human rating \\",
                "      --scores-file scores.jsonl --method temperature,isotonic --out C.json",
            })
    static final class Fit implements Callable<Integer> {
        @Mixin
        private RatedOptions rated = new RatedOptions();

        @Option(
                names = "--method",
                split = ",",
                paramLabel = "M",
                description = "temperature, distribution, isotonic; several with commas, one on the other (isotonic).")
        private List<String> methods = List.of("isotonic");

        @Option(names = "--out", required = true, paramLabel = "C.json", description = "Where the calibration goes.")
        private Path out = Path.of("");

        @Mixin
        private FitOptions fit = new FitOptions();

        @Mixin
        private MeasureOptions measure = new MeasureOptions();

        @Override
        public Integer call() {
            var chosen = methods();
            if (rated.scoreColumns().isEmpty() && !rated.joinsOrSamples()) {
                throw rated.wrong("say whose scores: --score, --scores-file or --samples");
            }
            var items = rated.read(Optional.empty());
            if (items.scorers().size() != 1) {
                throw rated.wrong("a calibration is of one scorer, not of "
                        + items.scorers().size());
            }
            var found = FittedCalibration.of(
                    items, chosen, new FittedCalibration.Setting(fit.share(), measure.bootstrap(), measure.seed()));
            try (var file = new OutputFile(out)) {
                file.line(found.file(rated.human()).toPrettyString());
                file.commit();
            }
            measure.tell(
                    found.file(rated.human()),
                    found.lines(out),
                    () -> found.page(String.valueOf(rated.ratings().getFileName())));
            return Exit.OK.code();
        }

        private List<Method> methods() {
            var chosen = new ArrayList<Method>();
            for (String label : methods) {
                var method = Arrays.stream(Method.values())
                        .filter(known -> known.label().equals(label))
                        .findFirst()
                        .orElseThrow(() -> rated.wrong(
                                "there is no method \"" + label + "\"" + Spelling.hint(label, Method.labels())));
                if (!chosen.isEmpty() && method.compareTo(chosen.getLast()) <= 0) {
                    throw rated.wrong("methods go one on the other in this order, each once: "
                            + String.join(", ", Method.labels()));
                }
                chosen.add(method);
            }
            return chosen;
        }
    }

    /** Applies one. */
    @Command(
            name = "apply",
            description = {
                "Calibrates score lines, {\"id\",\"score\",\"scorer\",\"distribution\"}: \"score\" becomes the calibrated one,"
                        + " \"raw_score\" what it was.",
                "Lines of another scorer or of another range are refused."
            },
            footer = {
                "  metajudge calibrate apply --calibration C.json --input scores.jsonl --out F",
            })
    static final class Apply implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--calibration", required = true, paramLabel = "C.json", description = "What fit wrote.")
        private Path calibration = Path.of("");

        @Option(names = "--input", required = true, paramLabel = "F.jsonl", description = "The score lines.")
        private Path input = Path.of("");

        @Option(names = "--out", required = true, paramLabel = "F.jsonl", description = "Where they go, calibrated.")
        private Path out = Path.of("");

        @Override
        public Integer call() {
            var lines = new ScoreLines(SavedCalibration.read(calibration));
            long[] count = {0};
            try (var file = new OutputFile(out)) {
                RowFile.read(input, row -> {
                    file.line(lines.calibrated(row).toString());
                    count[0]++;
                });
                file.commit();
            }
            var err = Objects.requireNonNull(spec).commandLine().getErr();
            err.println(Numbers.count(count[0] - lines.withoutScore()) + " scores calibrated: " + out
                    + (lines.withoutScore() > 0
                            ? "; " + Numbers.count(lines.withoutScore()) + " lines have no score and stay as they were"
                            : ""));
            return Exit.OK.code();
        }
    }
}
