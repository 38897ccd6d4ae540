package dev.metajudge.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.measure.RatingRange;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a row says of one scorer's score, before the scale is known.
 *
 * @param place the row's, for messages
 * @param values the scores that are there: one, or one a sample; none if nothing could be read
 * @param distribution probability by label
 * @param layers [layers, labels] of logits
 */
record RawScore(
        String place, double[] values, Optional<SortedMap<Integer, Double>> distribution, Optional<double[][]> layers) {
    private static final String DISTRIBUTION = "distribution";
    private static final String LAYERS = "layers";
    private static final double SUM_TOLERANCE = 1e-3;

    /** No line of the scores' file has the item's id. */
    static final RawScore NONE = new RawScore("", new double[0], Optional.empty(), Optional.empty());

    /** Whether the item has a line at all. */
    boolean isThere() {
        return !place.isEmpty();
    }

    /** Reads it. {@code alone}: the row has no other scorer, so that a distribution or layers in it are this one's. */
    static RawScore of(Row row, String place, RatedQuery.ScoreSource source, boolean alone) {
        double[] values = source.columns().stream()
                .flatMap(column -> row.number(column).stream().boxed())
                .mapToDouble(Double::doubleValue)
                .toArray();
        boolean mayCarry = alone && source.columns().size() == 1;
        return new RawScore(
                place,
                values,
                mayCarry ? row.find(DISTRIBUTION).flatMap(node -> distribution(row, node)) : Optional.empty(),
                mayCarry ? row.find(LAYERS).flatMap(node -> layers(row, node)) : Optional.empty());
    }

    private static Optional<SortedMap<Integer, Double>> distribution(Row row, JsonNode node) {
        if (node.isNull()) {
            return Optional.empty();
        } else if (!node.isObject() || node.isEmpty() || node.size() > RatingRange.MOST_LABELS) {
            throw row.bad("\"distribution\" must be an object of score and probability, {\"1\": 0.2, ...}");
        }
        var probabilities = new TreeMap<Integer, Double>();
        double sum = 0;
        for (var entry : node.properties()) {
            if (!entry.getKey().matches("-?\\d{1,6}") || !entry.getValue().isNumber()) {
                throw row.bad("\"distribution\" holds \"" + entry.getKey() + "\": " + Row.shown(entry.getValue())
                        + ", not a whole score and its probability");
            }
            double p = entry.getValue().doubleValue();
            if (!(p >= 0 && p <= 1)) {
                throw row.bad("\"distribution\" gives " + entry.getKey() + " the probability " + p);
            }
            probabilities.put(Integer.parseInt(entry.getKey()), p);
            sum += p;
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw row.bad("the probabilities of \"distribution\" sum to %.4f, not to 1".formatted(sum));
        }
        double all = sum;
        probabilities.replaceAll((label, p) -> p / all);
        return Optional.of(probabilities);
    }

    private static Optional<double[][]> layers(Row row, JsonNode node) {
        if (node.isNull()) {
            return Optional.empty();
        } else if (!node.isArray() || node.isEmpty()) {
            throw row.bad("\"layers\" must be a list with a list of logits for each layer");
        }
        double[][] layers = new double[node.size()][];
        for (int layer = 0; layer < layers.length; layer++) {
            JsonNode logits = node.get(layer);
            layers[layer] = new double[logits.size()];
            for (int i = 0; i < logits.size(); i++) {
                layers[layer][i] =
                        row.number(logits.get(i), LAYERS).orElseThrow(() -> row.bad("\"layers\" has an empty place"));
            }
            if (logits.size() != layers[0].length || logits.size() < 2) {
                throw row.bad("\"layers\" needs two logits or more in every layer, and as many in each");
            }
        }
        return Optional.of(layers);
    }

    /** The distribution over a scale's labels. */
    double[] distribution(RatingRange range) {
        double[] p = new double[range.size()];
        distribution.orElseThrow().forEach((label, probability) -> p[label - range.low()] = probability);
        return p;
    }

    /** Several scores as a distribution: each is shared by the whole scores on both sides of it so that its mean stays. */
    double[] frequencies(RatingRange range) {
        double[] p = new double[range.size()];
        for (double value : values) {
            int below = (int) Math.clamp(Math.floor(value), range.low(), range.high() - 1);
            double above = Math.clamp(value - below, 0, 1);
            p[below - range.low()] += (1 - above) / values.length;
            p[below + 1 - range.low()] += above / values.length;
        }
        return p;
    }

    /** Without the values outside a scale. */
    RawScore within(RatingRange range) {
        return new RawScore(
                place, Arrays.stream(values).filter(value -> isIn(range, value)).toArray(), distribution, layers);
    }

    /** An expectation of 5 may come out as 5.0000002. */
    static boolean isIn(RatingRange range, double value) {
        return value >= range.low() - 1e-6 && value <= range.high() + 1e-6;
    }
}
