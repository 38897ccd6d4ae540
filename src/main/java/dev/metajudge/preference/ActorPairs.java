package dev.metajudge.preference;

import java.util.Comparator;
import java.util.List;

/**
 * Pairs a prompt's responses with length control (arXiv 2407.19594, section 2.1). With the highest reward Smax and the
 * lowest Smin, chosen is the shortest response with reward in [(1-rho) Smax + rho Smin, Smax], rejected the longest
 * with reward in [Smin, (1-rho) Smin + rho Smax]; rho = 0 is plain highest against lowest. Where the paper is silent:
 * of equally long ones the chosen has the higher and the rejected the lower reward, then the earlier one is taken.
 * From rho = 1/2 on the tiers meet, and there is no pair.
 *
 * @param rho width of both tiers as a share of Smax - Smin, 0 to 1
 * @param maxChosen a chosen response longer than this many characters makes no pair
 */
public record ActorPairs(double rho, int maxChosen) {
    private static final double TIERS_MEET = 0.5;

    public ActorPairs {
        if (!(rho >= 0 && rho <= 1)) {
            throw new IllegalArgumentException("rho must lie in 0 to 1, not " + rho);
        }
        if (maxChosen < 1) {
            throw new IllegalArgumentException("maxChosen must be 1 or more, not " + maxChosen);
        }
    }

    /** The pair of one prompt's responses that have a reward; identical responses are given once. */
    public <T> PairOutcome<T> pair(List<Candidate<T>> candidates) {
        if (candidates.size() < 2) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.TOO_FEW);
        }
        double max = candidates.stream().mapToDouble(Candidate::reward).max().orElseThrow();
        double min = candidates.stream().mapToDouble(Candidate::reward).min().orElseThrow();
        if (max == min) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.ALL_EQUAL);
        }
        if (rho >= TIERS_MEET) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.TIERS_MEET);
        }
        double low = (1 - rho) * max + rho * min;
        double high = (1 - rho) * min + rho * max;
        // The extremes always belong: (1-rho)*s + rho*s may round past s.
        Candidate<T> chosen = candidates.stream()
                .filter(c -> c.reward() >= low || c.reward() == max)
                .min(Comparator.<Candidate<T>>comparingInt(Candidate::length)
                        .thenComparing(Comparator.<Candidate<T>>comparingDouble(Candidate::reward)
                                .reversed()))
                .orElseThrow();
        Candidate<T> rejected = candidates.stream()
                .filter(c -> c.reward() <= high || c.reward() == min)
                .min(Comparator.<Candidate<T>>comparingInt(c -> -c.length()).thenComparingDouble(Candidate::reward))
                .orElseThrow();
        if (chosen.reward() <= rejected.reward()) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.TIERS_MEET);
        }
        if (chosen.length() > maxChosen) {
            return new PairOutcome.NoPair<>(PairOutcome.Reason.CHOSEN_TOO_LONG);
        }
        return new PairOutcome.Pair<>(chosen.item(), rejected.item());
    }
}
