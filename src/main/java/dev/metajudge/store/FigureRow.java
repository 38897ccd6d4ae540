package dev.metajudge.store;

import java.util.Optional;

/**
 * A figure of a model, or how far it differs from another model's, with a 95% bootstrap interval over items.
 *
 * @param id "M1.spearman" or "M1-M0.spearman"
 * @param comparedWith the model whose figure was taken off; empty for a figure of one model
 * @param estimate empty where it is undefined
 * @param low empty without an estimate, and where no resample defined it
 * @param items how many it was measured on
 * @param undefined resamples on which it was undefined
 * @param finding of a difference: "better", "worse", "changed" or "no clear difference"
 */
public record FigureRow(
        String id,
        int round,
        String model,
        Optional<String> comparedWith,
        String name,
        Optional<Double> estimate,
        Optional<Double> low,
        Optional<Double> high,
        int items,
        int undefined,
        Optional<String> finding)
        implements Row {}
