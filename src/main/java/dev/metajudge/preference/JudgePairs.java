package dev.metajudge.preference;

import java.util.List;

/**
 * Pairs one response's judgments: the highest rating against the lowest (arXiv 2407.19594, section 2.2). Ratings
 * nearer than {@value #EQUAL} count as equal, and of equal ones the earlier judgment is taken.
 *
 * @param maxChosen a chosen judgment longer than this many characters makes no pair
 * @param dropSameScore whether two judgments with the same score make no pair; the paper keeps them
 */
public record JudgePairs(int maxChosen, boolean dropSameScore) {
    /** What the fit of the ratings leaves undecided. */
    public static final double EQUAL = 1e-9;

    public JudgePairs {
        if (maxChosen < 1) {
            throw new IllegalArgumentException("maxChosen must be 1 or more, not " + maxChosen);
        }
    }

    /** The pair of one response's rated judgments. */
    public <T> PairOutcome<T> pair(List<RatedJudgment<T>> judgments) {
        if (judgments.size() < 2) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.TOO_FEW);
        }
        double max = judgments.stream().mapToDouble(RatedJudgment::rating).max().orElseThrow();
        double min = judgments.stream().mapToDouble(RatedJudgment::rating).min().orElseThrow();
        if (max - min <= EQUAL) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.ALL_EQUAL);
        }
        RatedJudgment<T> chosen = judgments.stream()
                .filter(j -> j.rating() >= max - EQUAL)
                .findFirst()
                .orElseThrow();
        RatedJudgment<T> rejected = judgments.stream()
                .filter(j -> j.rating() <= min + EQUAL)
                .findFirst()
                .orElseThrow();
        if (dropSameScore && chosen.score() == rejected.score()) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.SAME_SCORE);
        }
        if (chosen.length() > maxChosen) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.CHOSEN_TOO_LONG);
        }
        return new PairOutcome.Pair<>(chosen.item(), rejected.item());
    }
}
