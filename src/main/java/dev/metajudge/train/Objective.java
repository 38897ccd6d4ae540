package dev.metajudge.train;

import dev.metajudge.model.engine.TorchModule;
import java.util.List;

/**
 * What training makes smaller. An objective is computed in doubles here; the engine only gives the numbers that it is a
 * function of, and takes its gradient in them.
 *
 * @param <L> the kind of examples
 */
interface Objective<L extends Lesson> {
    /** Everything that decides the loss, as text. */
    String name();

    /** Whether the starting model's numbers are a part of the loss. */
    boolean needsReference();

    /** What the starting model says of a pack, the same count of numbers for each lesson; computed once. */
    double[] reference(TorchModule module, List<L> pack);

    /** Adds the gradient of this pack's part of the step's mean loss. */
    Pass pass(Policy policy, List<L> pack, double[] reference, Share share);

    /** What {@link #pass} gives, of examples that are not learned from. */
    Pass look(Policy policy, List<L> pack, double[] reference, Share share);

    /**
     * The whole step that a pack is a part of.
     *
     * @param lessons how many examples it has
     * @param learned how many tokens a mean over tokens is of
     */
    record Share(int lessons, long learned) {}

    /**
     * What a pass over a pack gave.
     *
     * @param loss its part of the step's mean loss
     * @param rewards summed over the pack's pairs; {@link Rewards#NONE} where there are none
     */
    record Pass(double loss, Rewards rewards) {}
}
