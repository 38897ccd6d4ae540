package dev.metajudge.measure.calibration;

import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.Optional;

/**
 * A scorer's scores of some items.
 *
 * @param range the scale that the scores are of
 * @param scores one an item
 * @param distributions [items, labels of the range]: what stands behind each score, where it is known
 */
public record Predictions(RatingRange range, double[] scores, Optional<double[][]> distributions) {
    public Predictions {
        if (distributions.filter(rows -> rows.length != scores.length).isPresent()) {
            throw new IllegalArgumentException("every score has a distribution, or none has");
        }
        for (double[] row : distributions.orElse(new double[0][])) {
            if (row.length != range.size()) {
                throw new IllegalArgumentException(
                        "a distribution over " + range + " has " + range.size() + " probabilities, not " + row.length);
            }
        }
    }

    public int items() {
        return scores.length;
    }

    /** The items with these indices. */
    public Predictions pick(int[] indices) {
        return new Predictions(
                range,
                Arrays.stream(indices).mapToDouble(i -> scores[i]).toArray(),
                distributions.map(rows ->
                        Arrays.stream(indices).mapToObj(i -> rows[i].clone()).toArray(double[][]::new)));
    }

    /** The scores at the same places of another range. */
    public double[] in(RatingRange other) {
        return Arrays.stream(scores).map(score -> other.from(score, range)).toArray();
    }

    /** Distributions in place of these, with their expectations as scores. */
    Predictions with(double[][] rows) {
        return new Predictions(
                range, Arrays.stream(rows).mapToDouble(this::expectation).toArray(), Optional.of(rows));
    }

    /** Scores in place of these; the distributions, which they are no expectations of, are left behind. */
    Predictions withScores(double[] other) {
        return new Predictions(range, other, Optional.empty());
    }

    private double expectation(double[] p) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += p[i] * (range.low() + i);
        }
        return sum;
    }
}
