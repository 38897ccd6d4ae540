package dev.metajudge.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the loop's stages ask: the ordered list of a round's work, which of it is there, and the rows a batch needs.
 * Lists are in the round's order of work: place of the prompt, sample of the response, sample of the judgment.
 */
public final class Work {
    private static final String PLACE =
            "JOIN round_prompt p ON p.round = t.round AND p.prompt = t.prompt WHERE t.round = :round ";

    private static final String GENERATED = "EXISTS (SELECT 1 FROM generated_prompt g WHERE g.prompt = t.id)";

    private final Select select;

    Work(Select select) {
        this.select = select;
    }

    /** A response that is to be judged. */
    public record Unjudged(String id, String prompt) {}

    /** A response that may enter a pair. */
    public record Rewarded(String id, String prompt, int characters, Optional<Double> reward) {}

    /** A judgment whose score counts. */
    public record Scored(
            String id,
            String prompt,
            String response,
            int sample,
            int characters,
            double score,
            Optional<Double> expected) {}

    /** What a verdict says. */
    public record Decided(String prompt, String response, String shownFirst, String shownSecond, int outcome) {}

    /** A judgment with its rating. */
    public record Rated(String id, String prompt, String response, int characters, double score, double strength) {}

    /**
     * A pair of held-out responses, a new model's and an opponent's.
     *
     * @param forward what was chosen with the new model's shown first: 1 the first, -1 the second, 0 neither
     * @param backward what was chosen with the opponent's shown first
     * @param forced how many of the two choices were forced
     */
    public record Compared(int forward, int backward, int forced, int characters, int opponentCharacters) {}

    public Optional<RunRow> run() {
        return select.rows(RunRow.class, "", Map.of()).stream().findFirst();
    }

    public List<ModelRow> models() {
        return select.rows(ModelRow.class, "WHERE t.role IS NULL ORDER BY t.round", Map.of());
    }

    /** Models that only judge, or only compare judgments. */
    public List<ModelRow> roleModels() {
        return select.rows(ModelRow.class, "WHERE t.role IS NOT NULL ORDER BY t.role", Map.of());
    }

    public List<RoundRow> rounds() {
        return select.rows(RoundRow.class, "ORDER BY t.round", Map.of());
    }

    /** The prompts of the pool's file. */
    public List<PromptRow> pool() {
        return select.rows(PromptRow.class, "WHERE NOT " + GENERATED + " ORDER BY t.place", Map.of());
    }

    /** The prompts that models wrote, in the order in which they joined the pool. */
    public List<PromptRow> generatedPrompts() {
        return select.rows(PromptRow.class, "WHERE " + GENERATED + " ORDER BY t.place", Map.of());
    }

    /** What came of requests for new prompts in a round: the outcome of each, in order. */
    public List<String> generated(int round) {
        return select
                .rows(GeneratedPromptRow.class, "WHERE t.round = :round ORDER BY t.request", Map.of("round", round))
                .stream()
                .map(GeneratedPromptRow::outcome)
                .toList();
    }

    public List<String> roundPrompts(int round) {
        return select
                .rows(RoundPromptRow.class, "WHERE t.round = :round ORDER BY t.place", Map.of("round", round))
                .stream()
                .map(RoundPromptRow::prompt)
                .toList();
    }

    public List<PromptRow> prompts(List<String> ids) {
        return select.rowsIn(PromptRow.class, "id", ids, "t.place");
    }

    public List<ResponseRow> responses(List<String> ids) {
        return select.rowsIn(ResponseRow.class, "id", ids, "t.prompt, t.sample");
    }

    public List<HeldOutResponseRow> heldOut(List<String> ids) {
        return select.rowsIn(HeldOutResponseRow.class, "id", ids, "t.id");
    }

    public List<JudgmentRow> judgments(List<String> ids) {
        return select.rowsIn(JudgmentRow.class, "id", ids, "t.response, t.sample");
    }

    /** Ids of the sampling settings that rows may refer to. */
    public Set<String> samplings() {
        return select.texts("SELECT id FROM sampling", Map.of());
    }

    /** Prompts of the round that have responses. */
    public Set<String> answered(int round) {
        return select.texts("SELECT DISTINCT prompt FROM response WHERE round = :round", Map.of("round", round));
    }

    /** The round's responses without duplicates. */
    public List<Unjudged> unique(int round) {
        return select.records(
                Unjudged.class,
                "SELECT t.id, t.prompt FROM response t " + PLACE
                        + "AND t.duplicate_of IS NULL ORDER BY p.place, t.sample",
                Map.of("round", round));
    }

    /** Responses of the round that have judgments. */
    public Set<String> judged(int round) {
        return select.texts("SELECT DISTINCT response FROM judgment WHERE round = :round", Map.of("round", round));
    }

    public List<Rewarded> rewarded(int round) {
        return select.records(
                Rewarded.class,
                "SELECT r.id, r.prompt, r.characters, t.reward FROM reward t JOIN response r ON r.id = t.response "
                        + PLACE + "ORDER BY p.place, r.sample",
                Map.of("round", round));
    }

    public List<Scored> scored(int round) {
        return select.records(
                Scored.class,
                "SELECT t.id, t.prompt, t.response, t.sample, t.characters, t.score, t.expected "
                        + "FROM judgment t JOIN response r ON r.id = t.response "
                        + PLACE + "AND t.score IS NOT NULL ORDER BY p.place, r.sample, t.sample",
                Map.of("round", round));
    }

    /** How much of what a round has made so far went wrong. */
    public record Faults(
            int responses,
            int truncatedResponses,
            int emptyResponses,
            int judgments,
            int unreadableJudgments,
            int truncatedJudgments,
            int forcedJudgments,
            int verdicts,
            int undecidedVerdicts) {}

    public Faults faults(int round) {
        var response = "(SELECT COUNT(*) FROM response WHERE round = :round";
        var judgment = "(SELECT COUNT(*) FROM judgment WHERE round = :round";
        var verdict = "(SELECT COUNT(*) FROM verdict WHERE round = :round";
        return select.records(
                        Faults.class,
                        "SELECT " + response + ") AS responses, "
                                + response + " AND finish = 'length') AS truncated_responses, "
                                + response + " AND NOT REGEXP_LIKE(text, '\\S')) AS empty_responses, "
                                + judgment + ") AS judgments, "
                                + judgment + " AND score IS NULL) AS unreadable_judgments, "
                                + judgment + " AND finish = 'length') AS truncated_judgments, "
                                + judgment + " AND forced) AS forced_judgments, "
                                + verdict + ") AS verdicts, "
                                + verdict + " AND outcome = 0) AS undecided_verdicts",
                        Map.of("round", round))
                .getFirst();
    }

    /** What the cap on verdicts left out in a round, when it did. */
    public Optional<VerdictCapRow> verdictCap(int round) {
        return select.rows(VerdictCapRow.class, "WHERE t.round = :round", Map.of("round", round)).stream()
                .findFirst();
    }

    /** Ids of the round's verdicts. */
    public Set<String> verdicts(int round) {
        return select.texts("SELECT id FROM verdict WHERE round = :round", Map.of("round", round));
    }

    public List<Decided> decided(int round) {
        return select.records(
                Decided.class,
                "SELECT t.prompt, t.response, t.shown_first, t.shown_second, t.outcome FROM verdict t " + PLACE
                        + "ORDER BY p.place, t.id",
                Map.of("round", round));
    }

    /** Whether the round's position weights, and with them its ratings, are there. */
    public boolean weighed(int round) {
        return select.number("SELECT COUNT(*) FROM position_weight WHERE round = :round", Map.of("round", round)) > 0;
    }

    public List<Rated> rated(int round) {
        return select.records(
                Rated.class,
                "SELECT j.id, j.prompt, j.response, j.characters, j.score, t.strength "
                        + "FROM rating t JOIN judgment j ON j.id = t.judgment " + PLACE + "ORDER BY p.place, j.sample",
                Map.of("round", round));
    }

    /** Prompts of the round whose outcome of this kind is there. */
    public Set<String> outcomes(int round, String kind) {
        return select.texts(
                "SELECT prompt FROM pair_outcome WHERE round = :round AND kind = :kind",
                Map.of("round", round, "kind", kind));
    }

    /** The round's pairs: by place of the prompt, actor pairs before judge pairs. */
    public List<PreferencePairRow> pairs(int round) {
        return select.rows(PreferencePairRow.class, PLACE + "ORDER BY p.place, t.kind", Map.of("round", round));
    }

    /** The round's training steps. */
    public List<TrainingStepRow> steps(int round) {
        return select.rows(TrainingStepRow.class, "WHERE t.round = :round ORDER BY t.step", Map.of("round", round));
    }

    /** Hashes of the role's templates that made rows. */
    public Set<String> templates(String role) {
        return select.texts("SELECT hash FROM template WHERE role = :role", Map.of("role", role));
    }

    /** Held-out prompts that the model has answered. */
    public Set<String> heldOutAnswered(String model) {
        return select.texts("SELECT prompt FROM held_out_response WHERE model = :model", Map.of("model", model));
    }

    /** Ids of the round's comparisons. */
    public Set<String> compared(int round) {
        return select.texts("SELECT id FROM comparison WHERE round = :round", Map.of("round", round));
    }

    /** The round's comparisons with an opponent, both orders in one, by id of the prompt. */
    public List<Compared> comparisons(int round, String opponent) {
        return select.records(
                Compared.class,
                "SELECT f.outcome AS forward, b.outcome AS backward, "
                        + "CASE WHEN f.forced THEN 1 ELSE 0 END + CASE WHEN b.forced THEN 1 ELSE 0 END AS forced, "
                        + "n.characters, o.characters AS opponent_characters FROM comparison f "
                        + "JOIN comparison b ON b.shown_first = f.shown_second AND b.shown_second = f.shown_first "
                        + "JOIN held_out_response n ON n.id = f.shown_first "
                        + "JOIN held_out_response o ON o.id = f.shown_second "
                        + "WHERE f.round = :round AND f.opponent = :opponent AND o.model = :opponent "
                        + "ORDER BY f.prompt",
                Map.of("round", round, "opponent", opponent));
    }

    /** Opponents of the round's model whose win rate is there. */
    public Set<String> winRates(int round) {
        return select.texts("SELECT opponent FROM win_rate WHERE round = :round", Map.of("round", round));
    }

    /** The stage's row, when it has begun. */
    public Optional<StageRow> stage(int round, String stage) {
        return select
                .rows(
                        StageRow.class,
                        "WHERE t.round = :round AND t.stage = :stage",
                        Map.of("round", round, "stage", stage))
                .stream()
                .findFirst();
    }
}
