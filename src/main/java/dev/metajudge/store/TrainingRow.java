package dev.metajudge.store;

import java.util.Optional;

/**
 * A round's training as a whole.
 *
 * @param loss what was made smaller, a loss or a mixture
 * @param learned pairs learned from
 * @param heldOut pairs that training was watched with
 * @param leftOut pairs that were too long
 * @param truncated pairs that were cut to fit
 * @param steps optimizer steps done
 * @param bestStep the step whose weights the model has; empty where nothing was held out: the last
 * @param bestLoss the held-out loss there
 */
public record TrainingRow(
        int round,
        String loss,
        int learned,
        int heldOut,
        int leftOut,
        int truncated,
        int steps,
        Optional<Integer> bestStep,
        Optional<Double> bestLoss)
        implements Row {}
