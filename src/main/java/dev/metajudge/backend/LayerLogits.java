package dev.metajudge.backend;

import java.util.Arrays;
import java.util.List;

/**
 * What every layer gives an answer's values at the place where the value stands.
 *
 * @param reading how they were read
 * @param rows [layers + 1][values]: embeddings first, the model's own output last. Logits where one token tells the
 *     values apart; else log-probabilities by the chain rule, the same up to a constant a row
 */
public record LayerLogits(Reading reading, List<List<Double>> rows) {
    public LayerLogits {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** The rows as arrays. */
    public double[][] toArray() {
        return rows.stream()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
    }

    static List<List<Double>> lists(double[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    public static LayerLogits of(Reading reading, double[][] rows) {
        return new LayerLogits(reading, lists(rows));
    }
}
