package dev.metajudge.store;

/** A look at the pairs that a round's training held out; the measures are those of the trainer's own look. */
public record TrainingEvaluationRow(
        int round,
        int step,
        double epoch,
        double loss,
        double rewardsChosen,
        double rewardsRejected,
        double rewardsMargin,
        double rewardsAccuracy,
        double logpsChosen,
        double logpsRejected,
        long tokens,
        double seconds)
        implements Row {
    /** Whether two rows say the same, however long the look took. */
    boolean sameButForTime(TrainingEvaluationRow other) {
        return took(0).equals(other.took(0));
    }

    private TrainingEvaluationRow took(double other) {
        return new TrainingEvaluationRow(
                round,
                step,
                epoch,
                loss,
                rewardsChosen,
                rewardsRejected,
                rewardsMargin,
                rewardsAccuracy,
                logpsChosen,
                logpsRejected,
                tokens,
                other);
    }
}
