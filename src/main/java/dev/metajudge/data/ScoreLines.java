package dev.metajudge.data;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.data.RatedQuery.ScoreSource;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.calibration.Predictions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calibrates score lines one by one: {@code score} becomes the calibrated score, {@code raw_score} what it was,
 * {@code distribution} the calibrated one, or goes where the score is no longer an expectation of one.
 */
public final class ScoreLines {
    private static final String SCORE = "score";
    private static final String RAW = "raw_score";
    private static final String DISTRIBUTION = "distribution";
    private static final String DONE = "calibration";
    private static final ScoreSource SOURCE =
            new ScoreSource(Optional.empty(), Optional.empty(), List.of(SCORE), Optional.empty());

    private final SavedCalibration saved;
    private final RatingRange range;
    private final Map<String, Integer> lines = new HashMap<>();
    private long without;

    /** For one file of lines. */
    public ScoreLines(SavedCalibration saved) {
        this.saved = saved;
        this.range = saved.calibration().range();
    }

    /**
     * The line, calibrated; one without a score stays as it is and is counted.
     *
     * @throws dev.metajudge.UserError if it is another scorer's or another range's, or was calibrated before
     */
    public ObjectNode calibrated(Row row) {
        check(row);
        var score = RawScore.of(row, row.place(), SOURCE, true);
        ObjectNode line = row.fields().deepCopy();
        if (score.values().length == 0) {
            without++;
            return line;
        }
        double raw = score.values()[0];
        checkRange(row, score, raw);
        var given = new Predictions(
                range, new double[] {raw}, score.distribution().map(p -> new double[][] {score.distribution(range)}));
        if (saved.calibration().needsDistributions() && given.distributions().isEmpty()) {
            throw row.bad("no \"distribution\", which this calibration needs (" + String.join(", ", labels()) + ")");
        }
        Predictions after = saved.calibration().apply(given);
        line.set(SCORE, new DoubleNode(after.scores()[0]));
        line.set(RAW, new DoubleNode(raw));
        line.remove(DISTRIBUTION);
        after.distributions().ifPresent(rows -> distribution(line, rows[0]));
        line.put(DONE, String.join("+", labels()));
        return line;
    }

    /** How many lines had no score. */
    public long withoutScore() {
        return without;
    }

    private List<String> labels() {
        return saved.calibration().methods().stream()
                .map(method -> method.label())
                .toList();
    }

    private void distribution(ObjectNode line, double[] p) {
        var object = line.putObject(DISTRIBUTION);
        for (int i = 0; i < p.length; i++) {
            object.put(String.valueOf(range.low() + i), p[i]);
        }
    }

    private void check(Row row) {
        row.find("id").ifPresent(id -> {
            var before = lines.put(id.asText(), row.line());
            if (before != null) {
                throw row.bad("the id \"" + id.asText() + "\" was there before, in line " + before);
            }
        });
        row.find("scorer").ifPresent(scorer -> {
            if (!scorer.asText().equals(saved.scorer())) {
                throw row.bad("the scorer is " + Row.shown(scorer) + ", but the calibration is for \"" + saved.scorer()
                        + "\"; fit one for this scorer");
            }
        });
        row.find(DONE).filter(done -> !done.isNull()).ifPresent(done -> {
            throw row.bad("was calibrated before (" + Row.shown(done) + ")");
        });
        row.find("range").flatMap(node -> RatingRange.parse(node.asText())).ifPresent(other -> refuse(row, other));
    }

    private void checkRange(Row row, RawScore score, double raw) {
        score.distribution().ifPresent(p -> {
            if (p.firstKey() != range.low() || p.lastKey() != range.high()) {
                throw row.bad("its distribution goes from " + p.firstKey() + " to " + p.lastKey()
                        + ", but the calibration is for " + range + "; fit one for this range");
            }
        });
        if (!RawScore.isIn(range, raw)) {
            throw row.bad("the score is " + raw + ", but the calibration is for " + range);
        }
    }

    private void refuse(Row row, RatingRange other) {
        if (!other.equals(range)) {
            throw row.bad(
                    "its range is " + other + ", but the calibration is for " + range + "; fit one for this range");
        }
    }
}
