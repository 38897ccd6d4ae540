package dev.metajudge.store;

import java.util.Optional;

/**
 * A round in one line; a view of the database.
 *
 * @param model the model that answered and judged
 * @param duplicates responses with another's text
 * @param truncatedResponses responses that reached the limit of tokens
 * @param readableJudgments judgments whose score the judge wrote itself
 * @param forcedJudgments judgments whose score was forced
 * @param unreadableJudgments judgments without a score that counts
 * @param meanReward mean over the responses without duplicates
 * @param undecidedVerdicts ties and unreadable verdicts
 * @param firstLoss loss of the first training step
 * @param lastLoss loss of the last one
 * @param marginAccuracy share of the last step's pairs whose chosen has the higher reward
 * @param made the model that the round made
 * @param trainedPairs pairs it was trained on
 * @param leftOut pairs too long for training
 * @param steps optimizer steps; 0 when the model was carried on unchanged
 * @param truncatedJudgments judgments that reached the limit of tokens
 * @param possibleVerdicts verdicts that all pairs would have made, where a cap left some out
 */
public record RoundSummary(
        int round,
        String model,
        int prompts,
        int responses,
        int duplicates,
        int truncatedResponses,
        Optional<Double> responseCharacters,
        int judgments,
        int readableJudgments,
        int forcedJudgments,
        int unreadableJudgments,
        Optional<Double> meanReward,
        int verdicts,
        int forcedVerdicts,
        int undecidedVerdicts,
        int actorPairs,
        int judgePairs,
        Optional<Double> firstLoss,
        Optional<Double> lastLoss,
        Optional<Double> marginAccuracy,
        Optional<String> made,
        Optional<Integer> trainedPairs,
        Optional<Integer> leftOut,
        Optional<Integer> steps,
        int truncatedJudgments,
        Optional<Integer> possibleVerdicts) {}
