package dev.metajudge.measure.calibration;

import dev.metajudge.measure.Ranks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The reliability diagram: what the humans said of the items that got about the same score. A score that can be taken at
 * its word lies on the diagonal.
 *
 * @param bins from the lowest scores to the highest; equal scores are in one bin
 * @param error the mean distance between the bins' mean score and mean rating, weighed by their items
 */
public record Reliability(List<Bin> bins, double error) {
    /**
     * Items with about the same score.
     *
     * @param score their mean score
     * @param rating their mean human rating
     */
    public record Bin(double score, double rating, int items) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /** Bins of about equally many items; fewer where many scores are equal. */
    public static Reliability of(double[] scores, double[] ratings, int bins) {
        double[] ranks = Ranks.average(scores);
        int[] bin = IntStream.range(0, scores.length)
                .map(i -> (int) Math.min(bins - 1, (ranks[i] - 0.5) * bins / scores.length))
                .toArray();
        var filled = new ArrayList<Bin>();
        double error = 0;
        for (int b = 0; b < bins; b++) {
            int wanted = b;
            int[] members =
                    IntStream.range(0, bin.length).filter(i -> bin[i] == wanted).toArray();
            if (members.length > 0) {
                double score = mean(scores, members);
                double rating = mean(ratings, members);
                filled.add(new Bin(score, rating, members.length));
                error += Math.abs(score - rating) * members.length / scores.length;
            }
        }
        return new Reliability(filled, error);
    }

    private static double mean(double[] values, int[] members) {
        return Arrays.stream(members).mapToDouble(i -> values[i]).average().orElseThrow();
    }
}
