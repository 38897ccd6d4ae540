package dev.metajudge.preference;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** A response's reward out of its judgments' valid scores, and which response is worth meta-judging. */
public final class Reward {
    private static final double EQUAL = 1e-9;

    private Reward() {}

    /** The mean of the valid scores; empty if there is none, then the response has no reward. */
    public static OptionalDouble of(List<Double> validScores) {
        return validScores.stream().mapToDouble(Reward::finite).average();
    }

    /** The population variance of the valid scores: sum of squared deviations over their number; 0 for none. */
    public static double variance(List<Double> validScores) {
        double mean = of(validScores).orElse(0);
        return validScores.stream()
                .mapToDouble(score -> (score - mean) * (score - mean))
                .average()
                .orElse(0);
    }

    /**
     * The response whose judges disagree most: the highest variance among those with two valid scores or more.
     * Variances nearer than 1e-9 are a tie, which the random source breaks evenly; it is not used without a tie.
     *
     * @param scoresByResponse each response's valid scores
     * @return the response's index; empty if none has two valid scores
     */
    public static OptionalInt mostDisputed(List<List<Double>> scoresByResponse, RandomGenerator random) {
        double highest = scoresByResponse.stream()
                .filter(scores -> scores.size() >= 2)
                .mapToDouble(Reward::variance)
                .max()
                .orElse(-1);
        List<Integer> tied = new ArrayList<>();
        for (int i = 0; i < scoresByResponse.size(); i++) {
            List<Double> scores = scoresByResponse.get(i);
            if (scores.size() >= 2 && variance(scores) >= highest - EQUAL) {
                tied.add(i);
            }
        }
        return switch (tied.size()) {
            case 0 -> OptionalInt.empty();
            case 1 -> OptionalInt.of(tied.getFirst());
            default -> OptionalInt.of(tied.get(random.nextInt(tied.size())));
        };
    }

    private static double finite(double score) {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("a valid score is finite, not " + score);
        }
        return score;
    }
}
