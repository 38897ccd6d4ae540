package dev.metajudge.loop;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.config.Recipe;
import dev.metajudge.data.SavedCalibration;
import dev.metajudge.judge.Rubric;
import dev.metajudge.measure.LayerWeights;
import dev.metajudge.model.source.Durable;
import dev.metajudge.scoring.ScoreRange;
import dev.metajudge.scoring.ScorerKind;
import dev.metajudge.scoring.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was learned on human ratings about a judge's scores, out of the files that a recipe names. A run keeps copies, so
 * that it says for good what its rewards were made with, and goes on only while the files say the same.
 *
 * @param weights of layers, as {@code score tune} writes them
 * @param calibration as {@code calibrate fit} writes it
 */
public record JudgeFiles(Optional<Learned<WeightsFile>> weights, Optional<Learned<SavedCalibration>> calibration) {
    public static final JudgeFiles NONE = new JudgeFiles(Optional.empty(), Optional.empty());

    private static final String WEIGHTS = "judge-weights.json";
    private static final String CALIBRATION = "judge-calibration.json";

    /** A file and what it says. */
    public record Learned<T>(Path file, T says) {}

    /**
     * Reads what the recipe names.
     *
     * @param folder the recipe's, to which names are relative
     * @throws UserError if a file is not there, not such a file, or of another range or reading than the judge's
     */
    static JudgeFiles read(Recipe.Judge judge, Rubric rubric, Path folder) {
        var files = new JudgeFiles(
                learned(judge.weights(), folder, WeightsFile::read),
                learned(judge.calibration(), folder, SavedCalibration::read));
        files.calibration().ifPresent(learned -> checkCalibration(learned, judge, rubric));
        return files;
    }

    private static void checkCalibration(Learned<SavedCalibration> learned, Recipe.Judge judge, Rubric rubric) {
        var range = learned.says().calibration().range().toString();
        if (!range.equals(rubric.min() + "-" + rubric.max())) {
            throw UserError.input("judge.calibration: %s is for scores from %s, but the rubric %s has %d-%d"
                    .formatted(learned.file(), range, rubric.name(), rubric.min(), rubric.max()));
        }
        String scorer = learned.says().scorer();
        boolean others =
                Arrays.stream(ScorerKind.values()).anyMatch(kind -> kind.label().equals(scorer))
                        && !scorer.equals(judge.reward().label());
        if (others) {
            throw UserError.input(
                    "judge.calibration: %s was fitted on %s scores, but judge.reward is %s; fit one on those"
                            .formatted(learned.file(), scorer, judge.reward().label()));
        }
    }

    private static <T> Optional<Learned<T>> learned(String name, Path folder, Function<Path, T> reader) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = folder.resolve(name);
        return Optional.of(new Learned<>(file, reader.apply(file)));
    }

    /** @throws UserError if the weights were tuned for another M0, range or reading */
    void check(Recipe.Judge judge, Rubric rubric, String base) {
        weights.ifPresent(learned -> {
            LayerWeights _ = learned.says()
                    .of(learned.file(), base, new ScoreRange(rubric.min(), rubric.max()), judge.reading());
        });
    }

    /** Puts copies into a run's folder, before the run begins; what an earlier attempt left goes. */
    void keep(Path folder) {
        copy(weights.map(Learned::file), folder.resolve(WEIGHTS));
        copy(calibration.map(Learned::file), folder.resolve(CALIBRATION));
    }

    private static void copy(Optional<Path> from, Path to) {
        try {
            if (from.isPresent()) {
                Durable.write(to, Files.readAllBytes(from.get()));
            } else {
                Files.deleteIfExists(to);
            }
        } catch (IOException failed) {
            throw new UserError(Exit.STOPPED, "%s cannot be made: %s".formatted(to, failed.getMessage()), failed);
        }
    }

    /** What differs from the copies of a run that has begun, in words. */
    List<String> changes(Path folder) {
        var changes = new ArrayList<String>();
        change("judge.weights", weights.map(Learned::file), folder.resolve(WEIGHTS))
                .ifPresent(changes::add);
        change("judge.calibration", calibration.map(Learned::file), folder.resolve(CALIBRATION))
                .ifPresent(changes::add);
        return changes;
    }

    private static Optional<String> change(String setting, Optional<Path> named, Path kept) {
        try {
            if (named.isEmpty()) {
                return Files.exists(kept)
                        ? Optional.of(setting + ": none, but the run began with " + kept)
                        : Optional.empty();
            }
            if (!Files.exists(kept)) {
                return Optional.of(setting + ": " + named.get() + ", but the run began without");
            }
            return Arrays.equals(Files.readAllBytes(named.get()), Files.readAllBytes(kept))
                    ? Optional.empty()
                    : Optional.of(setting + ": " + named.get() + " says something else than when the run began");
        } catch (IOException failed) {
            throw new UserError(Exit.INPUT, kept + " cannot be read: " + failed.getMessage(), failed);
        }
    }
}
