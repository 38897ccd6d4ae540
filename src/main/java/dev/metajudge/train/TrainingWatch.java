package dev.metajudge.train;

/** The one who watches a training. Steps and looks that an earlier process did are told again, in their order. */
@FunctionalInterface
public interface TrainingWatch {
    /** A step is done. */
    void step(TrainingStep step);

    /** An earlier process did so many steps. Told first. */
    default void resumed(int steps) {}

    /** Training will need about so many bytes beside the model. Told once, before anything is computed. */
    default void estimated(long bytes) {}

    /**
     * The reference's log-probabilities of more examples are known. Told before the first step, and not at all where
     * there is no reference or all were known.
     *
     * @param done examples so far, those that an earlier process did included
     * @param more how many since it was last told
     * @param tokens real tokens read since then
     */
    default void reference(int done, int more, int total, long tokens) {}

    /** The held-out examples were looked at, after the step of the same number. */
    default void evaluated(Evaluation evaluation) {}
}
