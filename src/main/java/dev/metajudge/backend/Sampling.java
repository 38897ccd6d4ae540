package dev.metajudge.backend;

import java.util.List;

/**
 * How the next token is chosen. Filters apply in this order: temperature, top-k, top-p, min-p.
 *
 * @param temperature divides the logits; 0 is greedy
 * @param topP keep the smallest set of most probable tokens that holds this much; 1 keeps all
 * @param topK keep this many of the most probable; 0 keeps all
 * @param minP keep tokens at least this share as probable as the most probable one; 0 keeps all
 * @param maxTokens the most tokens a completion has
 * @param stop texts that end a completion; the text is cut before them
 */
public record Sampling(double temperature, double topP, int topK, double minP, int maxTokens, List<String> stop) {
    public Sampling {
        stop = List.copyOf(stop);
        require(temperature >= 0 && temperature <= 100, "temperature must be 0 (greedy) to 100", temperature);
        require(topP > 0 && topP <= 1, "topP must be above 0 and at most 1", topP);
        require(topK >= 0, "topK must be 0 (off) or more", topK);
        require(minP >= 0 && minP < 1, "minP must be 0 (off) to below 1", minP);
        require(maxTokens >= 1, "maxTokens must be 1 or more", maxTokens);
    }

    public static Sampling greedy(int maxTokens) {
        return new Sampling(0, 1, 0, 0, maxTokens, List.of());
    }

    private static void require(boolean holds, String rule, double value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
