package dev.metajudge.train;

/**
 * What preference training watches, summed or meant over pairs; names as TRL logs them.
 *
 * @param chosen beta * (log-probability of the chosen under the policy - under the reference)
 * @param rejected the same of the rejected
 * @param accuracy 1 for a pair whose chosen has the higher reward
 * @param logpsChosen summed log-probability of the chosen under the policy
 * @param logpsRejected the same of the rejected
 */
public record Rewards(double chosen, double rejected, double accuracy, double logpsChosen, double logpsRejected) {
    /** No pair. */
    public static final Rewards NONE = new Rewards(0, 0, 0, 0, 0);

    /** How much the chosen has more than the rejected. */
    public double margin() {
        return chosen - rejected;
    }

    Rewards plus(Rewards more) {
        return new Rewards(
                chosen + more.chosen,
                rejected + more.rejected,
                accuracy + more.accuracy,
                logpsChosen + more.logpsChosen,
                logpsRejected + more.logpsRejected);
    }

    Rewards over(int pairs) {
        return new Rewards(
                chosen / pairs, rejected / pairs, accuracy / pairs, logpsChosen / pairs, logpsRejected / pairs);
    }
}
