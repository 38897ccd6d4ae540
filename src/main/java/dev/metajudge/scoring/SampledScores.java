package dev.metajudge.scoring;

import dev.metajudge.judge.ScoreReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The scores that a judge wrote about one item, asked several times.
 *
 * @param scores those that count, one a sample, in sample order
 * @param unreadable why the others do not, with how many
 */
record SampledScores(List<Double> scores, Map<String, Integer> unreadable) {
    SampledScores {
        scores = List.copyOf(scores);
        unreadable = new TreeMap<>(unreadable);
    }

    static SampledScores of(List<ScoreReading> readings) {
        Map<String, Integer> unreadable = readings.stream()
                .flatMap(reading -> why(reading).stream())
                .collect(Collectors.toMap(reason -> reason, reason -> 1, Integer::sum));
        List<Double> scores = readings.stream()
                .filter(ScoreReading.Valid.class::isInstance)
                .map(reading -> ((ScoreReading.Valid) reading).score())
                .toList();
        return new SampledScores(scores, unreadable);
    }

    /** Why a reading does not count; empty if it does. */
    static Optional<String> why(ScoreReading reading) {
        return switch (reading) {
            case ScoreReading.Valid valid -> Optional.empty();
            case ScoreReading.OutOfRange out -> Optional.of("out of range");
            case ScoreReading.Unreadable unreadable ->
                Optional.of(unreadable.reason().label());
        };
    }

    /** How many samples do not count. */
    int lost() {
        return unreadable.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The share of the samples that count which each whole score has; their expectation is the mean of the scores. A
     * fraction counts for the two scores around it, the more for the nearer: 4.25 as three quarters of a 4 and a
     * quarter of a 5.
     *
     * @return one a score of the range, summing to 1; empty if no sample counts
     */
    Optional<double[]> shares(ScoreRange range) {
        if (scores.isEmpty()) {
            return Optional.empty();
        }
        var counts = new double[range.max() - range.min() + 1];
        for (double score : scores) {
            int below = (int) Math.floor(score);
            double above = score - below;
            counts[below - range.min()] += 1 - above;
            if (above > 0) {
                counts[below + 1 - range.min()] += above;
            }
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= scores.size();
        }
        return Optional.of(counts);
    }

    /** "3 missing, 2 out of range" */
    String reasons() {
        return unreadable.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
