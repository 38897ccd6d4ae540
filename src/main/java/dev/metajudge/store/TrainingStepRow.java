package dev.metajudge.store;

/** An optimizer step of a round; the measures are those of the trainer's own step. */
public record TrainingStepRow(
        int round,
        int step,
        int steps,
        double epoch,
        double loss,
        double rewardsChosen,
        double rewardsRejected,
        double rewardsMargin,
        double rewardsAccuracy,
        double logpsChosen,
        double logpsRejected,
        double gradNorm,
        double learningRate,
        long tokens,
        double seconds)
        implements Row {
    /** Whether two rows say the same, however long the step took. */
    boolean sameButForTime(TrainingStepRow other) {
        return took(0).equals(other.took(0));
    }

    private TrainingStepRow took(double other) {
        return new TrainingStepRow(
                round,
                step,
                steps,
                epoch,
                loss,
                rewardsChosen,
                rewardsRejected,
                rewardsMargin,
                rewardsAccuracy,
                logpsChosen,
                logpsRejected,
                gradNorm,
                learningRate,
                tokens,
                other);
    }
}
