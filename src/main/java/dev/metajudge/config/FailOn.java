package dev.metajudge.config;

/**
 * Shares of what a stage makes in a round above which the run stops, to go on when somebody has looked; 1 never stops.
 *
 * @param unreadableJudgments judgments without a score that counts
 * @param truncatedJudgments judgments cut at the limit of tokens
 * @param forcedJudgments judgments whose score was forced
 * @param truncatedResponses responses cut at the limit of tokens
 * @param emptyResponses responses without anything but blanks
 * @param undecidedVerdicts ties and unreadable verdicts
 * @param atLeast a share is looked at once so many of its kind are there
 */
public record FailOn(
        double unreadableJudgments,
        double truncatedJudgments,
        double forcedJudgments,
        double truncatedResponses,
        double emptyResponses,
        double undecidedVerdicts,
        int atLeast) {
    public FailOn {
        share("unreadableJudgments", unreadableJudgments);
        share("truncatedJudgments", truncatedJudgments);
        share("forcedJudgments", forcedJudgments);
        share("truncatedResponses", truncatedResponses);
        share("emptyResponses", emptyResponses);
        share("undecidedVerdicts", undecidedVerdicts);
        Checks.require(atLeast >= 1, "atLeast must be 1 or more, not " + atLeast);
    }

    private static void share(String name, double share) {
        Checks.require(share >= 0 && share <= 1, name + " must lie in 0 to 1 (1 never stops), not " + share);
    }
}
