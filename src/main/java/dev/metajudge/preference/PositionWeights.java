package dev.metajudge.preference;

import java.util.Collection;

/**
 * What a win is worth by the place of the winner, so that a place which wins more often counts less (arXiv 2407.19594,
 * equation 1). Taken over all verdicts of a round.
 *
 * @param first worth of a win of the judgment shown first: win2 / (win1 + win2)
 * @param second worth of a win of the judgment shown second: win1 / (win1 + win2)
 */
public record PositionWeights(double first, double second) {
    /** Both places alike: a half each. */
    public static final PositionWeights EVEN = new PositionWeights(0.5, 0.5);

    public PositionWeights {
        if (!(first >= 0 && second >= 0) || Math.abs(first + second - 1) > 1e-9) {
            throw new IllegalArgumentException("position weights " + first + " and " + second + " do not sum to 1");
        }
    }

    /** The weights of a round; {@link #EVEN} if no verdict is decided. */
    public static PositionWeights of(Collection<Battle> round) {
        return of(
                round.stream().filter(b -> b.outcome() == Battle.Outcome.FIRST).count(),
                round.stream().filter(b -> b.outcome() == Battle.Outcome.SECOND).count());
    }

    /** The weights from the wins of the first and of the second place. */
    public static PositionWeights of(long winsFirst, long winsSecond) {
        if (winsFirst < 0 || winsSecond < 0) {
            throw new IllegalArgumentException("wins " + winsFirst + " and " + winsSecond);
        }
        double wins = (double) winsFirst + winsSecond;
        return wins == 0 ? EVEN : new PositionWeights(winsSecond / wins, winsFirst / wins);
    }
}
