package dev.metajudge.store;

import java.util.Optional;

/**
 * How often a round's new model wins over an earlier one on the held-out prompts; shares, with 95% intervals.
 *
 * @param rate share of wins, both orders, ties one half
 * @param controlled the rate at equal length
 * @param firstShare share of the decided choices that went to the response shown first
 * @param consistency share of the pairs decided in both orders with the same winner
 * @param forced choices whose winner was forced
 * @param undecided choices without a winner
 */
public record WinRateRow(
        int round,
        String model,
        String opponent,
        String judge,
        int prompts,
        double rate,
        double rateLow,
        double rateHigh,
        double controlled,
        double controlledLow,
        double controlledHigh,
        Optional<Double> firstShare,
        Optional<Double> consistency,
        int forced,
        int undecided)
        implements Row {
    /** Whether the interval at equal length lies wholly below one half. */
    public boolean worse() {
        return controlledHigh < 0.5;
    }

    /** What it says in a word or four: "better", "worse" or "no clear difference". */
    public String finding() {
        return worse() ? "worse" : controlledLow > 0.5 ? "better" : "no clear difference";
    }
}
