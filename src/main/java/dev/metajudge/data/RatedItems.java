package dev.metajudge.data;

import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.calibration.Predictions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Items that have a human rating and a valid score of every scorer.
 *
 * @param human one rating an item
 * @param range the ratings' scale
 * @param scorers in the order asked for
 * @param lengths of the items' texts, if a column was named
 * @param notes what was left out, and what was taken for granted; to be shown
 * @param digest SHA-256 of the files read
 */
public record RatedItems(
        double[] human,
        RatingRange range,
        List<Scored> scorers,
        Optional<double[]> lengths,
        List<String> notes,
        String digest) {
    public RatedItems {
        scorers = List.copyOf(scorers);
        notes = List.copyOf(notes);
    }

    /**
     * One scorer's scores.
     *
     * @param said what its lines call the scorer, if they do
     * @param layers [items, layers, labels]: the score tokens' logits, if the score lines carry them
     */
    public record Scored(String name, Optional<String> said, Predictions predictions, Optional<double[][][]> layers) {}

    public int items() {
        return human.length;
    }

    /** A scorer's scores at the same places of the ratings' scale. */
    public double[] scores(int scorer) {
        return scorers.get(scorer).predictions().in(range);
    }

    /** The ratings; a copy. */
    @Override
    public double[] human() {
        return Arrays.copyOf(human, human.length);
    }
}
