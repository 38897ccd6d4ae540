package dev.metajudge.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a report shows beside {@link Browse}: the views as records, and pairs with their texts. */
public final class Review {
    private final Select select;

    Review(Select select) {
        this.select = select;
    }

    /** How often a round's judge gave a score, forced or written by itself. */
    public record ScoreCount(int round, double score, boolean forced, int judgments) {}

    /** Judgments of a round without a score that counts, by reason. */
    public record Unreadable(int round, String unreadable, String finish, int judgments) {}

    /**
     * A round's judges in numbers.
     *
     * @param judgmentCharacters mean length of a judgment
     * @param truncatedJudgments judgments that reached the limit of tokens
     * @param sameScore share of pairs of judgments of one response with the same score
     * @param firstShare share of the decided verdicts won by the judgment shown first
     * @param higherScoreShare share of the verdicts between different scores won by the higher
     * @param decidedBothWays pairs of judgments decided in both orders
     * @param consistent those of them whose winner was the same
     */
    public record Judges(
            int round,
            Optional<Double> judgmentCharacters,
            int truncatedJudgments,
            Optional<Double> sameScore,
            Optional<Double> firstShare,
            Optional<Double> higherScoreShare,
            Optional<Integer> decidedBothWays,
            Optional<Integer> consistent) {}

    /** A prompt whose responses were worth less in the last round that used it than in the first. */
    public record Worse(
            String prompt,
            String promptText,
            int firstRound,
            int lastRound,
            double firstReward,
            double lastReward,
            double change) {}

    /** A preference pair with its texts. */
    public record PairTexts(
            String id,
            int round,
            String kind,
            String promptText,
            String chosenText,
            String rejectedText,
            double chosenValue,
            double rejectedValue,
            int chosenCharacters,
            int rejectedCharacters) {}

    /** The loss of one training step. */
    public record Loss(int round, int step, double loss) {}

    public List<ScoreCount> scores() {
        return select.records(
                ScoreCount.class,
                "SELECT round, score, forced, judgments FROM score_distribution ORDER BY round, score, forced",
                Map.of());
    }

    /** Human scores of the rated responses, lowest first; no round, nothing forced. */
    public List<ScoreCount> humanScores() {
        return select.records(
                ScoreCount.class,
                "SELECT 0 AS round, human_score AS score, FALSE AS forced, COUNT(*) AS judgments FROM evaluation_item "
                        + "WHERE source = 'ratings' GROUP BY human_score ORDER BY human_score",
                Map.of());
    }

    /** A model's scores of the rated responses. */
    public List<ScoreCount> evaluationScores(String model) {
        return select.records(
                ScoreCount.class,
                "SELECT j.round, j.score, j.outcome = 'forced' AS forced, COUNT(*) AS judgments "
                        + "FROM evaluation_judgment j JOIN evaluation_item i ON i.id = j.item "
                        + "WHERE i.source = 'ratings' AND j.score IS NOT NULL AND j.model = :model "
                        + "GROUP BY j.round, j.score, forced ORDER BY j.score, forced",
                Map.of("model", model));
    }

    public List<Unreadable> unreadable() {
        return select.records(
                Unreadable.class,
                "SELECT round, unreadable, finish, judgments FROM unreadable_judgments "
                        + "ORDER BY round, unreadable, finish",
                Map.of());
    }

    public List<Judges> judges() {
        return select.records(
                Judges.class,
                "SELECT r.round, "
                        + "(SELECT CAST(AVG(x.characters) AS DOUBLE PRECISION) FROM judgment x WHERE x.round = r.round) "
                        + "AS judgment_characters, "
                        + "(SELECT COUNT(*) FROM judgment x WHERE x.round = r.round AND x.finish = 'length') "
                        + "AS truncated_judgments, "
                        + "g.same_score, b.first_share, f.higher_score_share, c.decided_both_ways, c.consistent "
                        + "FROM round r LEFT JOIN judge_agreement g ON g.round = r.round "
                        + "LEFT JOIN position_bias b ON b.round = r.round "
                        + "LEFT JOIN score_follow f ON f.round = r.round "
                        + "LEFT JOIN verdict_consistency c ON c.round = r.round ORDER BY r.round",
                Map.of());
    }

    /** The most that prompts lost, most first. */
    public List<Worse> worst(int limit) {
        return select.records(
                Worse.class,
                "SELECT w.prompt, q.text AS prompt_text, w.first_round, w.last_round, w.first_reward, w.last_reward, "
                        + "w.change FROM worst_prompts w JOIN prompt q ON q.id = w.prompt "
                        + "ORDER BY w.change, w.prompt LIMIT " + limit,
                Map.of());
    }

    /** The first pairs of a kind of a round, in the order of the pool. */
    public List<PairTexts> pairs(int round, String kind, int limit) {
        return select.records(
                PairTexts.class,
                "SELECT t.id, t.round, t.kind, t.prompt_text, t.chosen_text, t.rejected_text, p.chosen_value, "
                        + "p.rejected_value, p.chosen_characters, p.rejected_characters "
                        + "FROM pair_texts t JOIN preference_pair p ON p.id = t.id JOIN prompt q ON q.id = p.prompt "
                        + "WHERE t.round = :round AND t.kind = :kind ORDER BY q.place LIMIT " + limit,
                Map.of("round", round, "kind", kind));
    }

    public List<Loss> losses() {
        return select.records(Loss.class, "SELECT round, step, loss FROM training_step ORDER BY round, step", Map.of());
    }
}
