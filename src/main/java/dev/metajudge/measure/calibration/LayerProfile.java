package dev.metajudge.measure.calibration;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.LayerScores;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.agreement.Agreement;
import dev.metajudge.measure.agreement.Estimate;
import dev.metajudge.measure.agreement.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * How far each layer of the judge alone agrees with the ratings: Spearman of its e-score (arXiv 2508.03550).
 *
 * @param layers one figure a layer, 0 = the embeddings, the last = the model's output
 */
public record LayerProfile(List<Estimate> layers) {
    public LayerProfile {
        layers = List.copyOf(layers);
    }

    /**
     * Measures every layer.
     *
     * @param logits [items, layers, labels of the scorer's range]
     * @param range the scorer's
     */
    public static LayerProfile of(
            double[][][] logits, double[] ratings, RatingRange range, Bootstrap bootstrap, long seed) {
        int layers = logits.length == 0 ? 0 : logits[0].length;
        double[][] scores = new double[layers][logits.length];
        for (int item = 0; item < logits.length; item++) {
            var one = new LayerScores(logits[item], range.labels());
            for (int layer = 0; layer < layers; layer++) {
                scores[layer][item] = one.eScore(layer);
            }
        }
        var profile = new ArrayList<Estimate>();
        for (double[] layer : scores) {
            profile.add(
                    Agreement.of(List.of(Metric.SPEARMAN), new Agreement.Paired(layer, ratings, range), bootstrap, seed)
                            .figure(Metric.SPEARMAN));
        }
        return new LayerProfile(profile);
    }
}
