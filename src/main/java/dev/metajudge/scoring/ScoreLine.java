package dev.metajudge.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.ExpectedAnswer.Distribution;
import dev.metajudge.backend.LayerLogits;
import dev.metajudge.measure.LayerScores;
import dev.metajudge.measure.LayerWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes an item's line: its score with where that comes from, or null with the reason.
 *
 * @param kind the scorer
 * @param range the scores
 * @param weights of the layers, for lager; uniform if empty
 * @param layers whether the layers' logits are written too
 */
public record ScoreLine(ScorerKind kind, ScoreRange range, Optional<LayerWeights> weights, boolean layers) {
    private static final JsonMapper JSON = new JsonMapper();

    /** A line with a score. */
    String scored(String id, Distribution read, Optional<Completion> judgment) {
        double[] p = probabilities(read);
        var line = line(id, score(p));
        line.put("distribution", named(p));
        line.put("mass", read.mass());
        judgment.ifPresent(text -> judgment(line, text));
        if (layers) {
            line.put("layers", read.layers().map(LayerLogits::rows).orElse(List.of()));
        }
        return json(line);
    }

    /** A line with the mean of what was written; without a score if nothing written counts. */
    String sampled(String id, SampledScores scores, List<String> texts) {
        Optional<double[]> shares = scores.shares(range);
        var line = line(id, shares.map(this::score).orElse(null));
        shares.ifPresentOrElse(
                p -> line.put("distribution", named(p)),
                () -> line.put("reason", "no readable sample: " + scores.reasons()));
        line.put("samples", texts.size());
        line.put("unreadable", scores.lost());
        line.put("judgments", texts);
        return json(line);
    }

    /** A line without a score. */
    String unscored(String id, String reason, Optional<Completion> judgment) {
        var line = line(id, null);
        line.put("reason", reason);
        judgment.ifPresent(text -> judgment(line, text));
        return json(line);
    }

    /** The layers' logits of a line that was written with them and has a score. */
    static Optional<double[][]> layers(String line) {
        JsonNode rows = parsed(line).path("layers");
        return rows.isMissingNode() ? Optional.empty() : Optional.of(JSON.convertValue(rows, double[][].class));
    }

    static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private double[] probabilities(Distribution read) {
        if (kind != ScorerKind.LAGER) {
            return read.probabilities().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
        double[][] rows = read.layers()
                .orElseThrow(() -> new IllegalStateException("lager needs layers, and the backend gave none"))
                .toArray();
        return new LayerScores(rows, scale()).distribution(weights.orElse(LayerWeights.uniform(rows.length)));
    }

    private double score(double[] p) {
        int best = 0;
        double expectation = 0;
        for (int i = 0; i < p.length; i++) {
            best = p[i] > p[best] ? i : best;
            expectation += p[i] * (range.min() + i);
        }
        return kind == ScorerKind.V_SCORE ? range.min() + best : expectation;
    }

    private int[] scale() {
        return IntStream.rangeClosed(range.min(), range.max()).toArray();
    }

    private Map<String, Object> line(String id, @Nullable Double score) {
        var line = new LinkedHashMap<String, Object>();
        line.put("id", id);
        line.put("score", kind == ScorerKind.V_SCORE && score != null ? (Object) score.intValue() : score);
        line.put("scorer", kind.label());
        return line;
    }

    private static void judgment(Map<String, Object> line, Completion text) {
        line.put("judgment", text.text());
        line.put("forced", text.forced());
    }

    private Map<String, Double> named(double[] p) {
        var named = new LinkedHashMap<String, Double>();
        for (int i = 0; i < p.length; i++) {
            named.put(Integer.toString(range.min() + i), p[i]);
        }
        return named;
    }

    private static String json(Map<String, Object> line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
