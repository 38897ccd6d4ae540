package dev.metajudge.train;

import java.util.List;

/**
 * Examples to train on.
 *
 * @param learned one or more
 * @param heldOut what training is watched with; empty where settings say what part of the others is, or nothing is
 * @param <E> the kind of examples
 */
public record TrainingData<E>(List<E> learned, List<E> heldOut) {
    public TrainingData {
        learned = List.copyOf(learned);
        heldOut = List.copyOf(heldOut);
    }

    /** Examples of which settings may hold out a part. */
    public static <E> TrainingData<E> of(List<E> learned) {
        return new TrainingData<>(learned, List.of());
    }
}
