package dev.metajudge.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What people ask about a run: its stages, a line a round, and single rows with what belongs to them. */
public final class Browse {
    private static final String ROUND_ORDER = " ORDER BY t.round, ";

    private final Select select;

    Browse(Select select) {
        this.select = select;
    }

    public Optional<RunRow> run() {
        return first(select.rows(RunRow.class, "", Map.of()));
    }

    public List<ModelRow> models() {
        return select.rows(ModelRow.class, "WHERE t.role IS NULL ORDER BY t.round", Map.of());
    }

    /** Stages that have begun, oldest first. */
    public List<StageProgress> stages() {
        // The order of begin is the order of work: stages are named by the loop, not known here.
        return select.records(
                StageProgress.class,
                "SELECT p.round, p.stage, p.total, p.done, p.tokens, p.seconds, p.tokens_per_second, p.last_at "
                        + "FROM stage_progress p JOIN stage s ON s.round = p.round AND s.stage = p.stage "
                        + "ORDER BY p.round, s.place",
                Map.of());
    }

    /** A line a round. */
    public List<RoundSummary> rounds() {
        return select.records(
                RoundSummary.class,
                "SELECT " + Columns.list(RoundSummary.class, "") + " FROM round_summary ORDER BY round",
                Map.of());
    }

    /** How the rounds' models do on the held-out prompts; empty when none were held out. */
    public List<WinRateRow> winRates() {
        return select.rows(WinRateRow.class, "ORDER BY t.round, t.opponent", Map.of());
    }

    /** What the models are worth in figures, and differences between them; empty when nothing was evaluated. */
    public List<FigureRow> figures() {
        return select.rows(FigureRow.class, "ORDER BY t.round, t.id", Map.of());
    }

    /** Rounds in which a cap left verdicts out. */
    public List<VerdictCapRow> verdictCaps() {
        return select.rows(VerdictCapRow.class, "ORDER BY t.round", Map.of());
    }

    /** What came of a round's prompts: outcomes and how many prompts each. */
    public List<Outcome> outcomes() {
        return select.records(
                Outcome.class,
                "SELECT round, kind, outcome, prompts FROM pair_outcomes ORDER BY round, kind, outcome",
                Map.of());
    }

    /** How many prompts of a round had this outcome. */
    public record Outcome(int round, String kind, String outcome, int prompts) {}

    /** A name and what its comment in the database says. */
    public record Described(String name, String type, String comment) {}

    /** The tables and views. */
    public List<Described> tables() {
        return select.records(
                Described.class,
                "SELECT LOWER(table_name) AS name, CASE table_type WHEN 'VIEW' THEN 'view' ELSE 'table' END AS type, "
                        + "COALESCE(remarks, '') AS comment "
                        + "FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA ORDER BY type DESC, name",
                Map.of());
    }

    public Optional<PromptRow> prompt(String id) {
        return first(select.rows(PromptRow.class, "WHERE t.id = :id", Map.of("id", id)));
    }

    public Optional<ResponseRow> response(String id) {
        return first(select.rows(ResponseRow.class, "WHERE t.id = :id", Map.of("id", id)));
    }

    public Optional<JudgmentRow> judgment(String id) {
        return first(select.rows(JudgmentRow.class, "WHERE t.id = :id", Map.of("id", id)));
    }

    public Optional<VerdictRow> verdict(String id) {
        return first(select.rows(VerdictRow.class, "WHERE t.id = :id", Map.of("id", id)));
    }

    public Optional<PreferencePairRow> pair(String id) {
        return first(select.rows(PreferencePairRow.class, "WHERE t.id = :id", Map.of("id", id)));
    }

    public Optional<RewardRow> reward(String response) {
        return first(select.rows(RewardRow.class, "WHERE t.response = :id", Map.of("id", response)));
    }

    public Optional<RatingRow> rating(String judgment) {
        return first(select.rows(RatingRow.class, "WHERE t.judgment = :id", Map.of("id", judgment)));
    }

    public List<ResponseRow> responsesTo(String prompt) {
        return select.rows(ResponseRow.class, "WHERE t.prompt = :id" + ROUND_ORDER + "t.sample", Map.of("id", prompt));
    }

    public List<JudgmentRow> judgmentsOf(String response) {
        return select.rows(JudgmentRow.class, "WHERE t.response = :id ORDER BY t.sample", Map.of("id", response));
    }

    public List<VerdictRow> verdictsOn(String response) {
        return select.rows(VerdictRow.class, "WHERE t.response = :id ORDER BY t.id", Map.of("id", response));
    }

    /** Verdicts in which the judgment was shown. */
    public List<VerdictRow> verdictsWith(String judgment) {
        return select.rows(
                VerdictRow.class,
                "WHERE t.shown_first = :id OR t.shown_second = :id ORDER BY t.id",
                Map.of("id", judgment));
    }

    public Optional<EvaluationItemRow> evaluationItem(String id) {
        return first(select.rows(EvaluationItemRow.class, "WHERE t.id = :id", Map.of("id", id)));
    }

    /** The human choice that an evaluation item is one side of. */
    public Optional<HumanChoiceRow> humanChoice(String item) {
        return first(select.rows(
                HumanChoiceRow.class, "WHERE t.first_item = :id OR t.second_item = :id", Map.of("id", item)));
    }

    /** All models' judgments of an evaluation item. */
    public List<EvaluationJudgmentRow> evaluationJudgments(String item) {
        return select.rows(
                EvaluationJudgmentRow.class,
                "WHERE t.item = :id ORDER BY t.round, t.model, t.sample",
                Map.of("id", item));
    }

    /** All models' choices in which the evaluation item was shown. */
    public List<EvaluationChoiceRow> evaluationChoices(String item) {
        return select.rows(
                EvaluationChoiceRow.class,
                "WHERE t.shown_first = :id OR t.shown_second = :id" + ROUND_ORDER + "t.id",
                Map.of("id", item));
    }

    /** All pairs: by round, then in the order of the pool. */
    public List<PreferencePairRow> pairs() {
        return select.rows(
                PreferencePairRow.class,
                "JOIN prompt q ON q.id = t.prompt ORDER BY t.round, q.place, t.kind",
                Map.of());
    }

    /** The templates that made prompts of the run. */
    public List<TemplateRow> templates() {
        return select.rows(TemplateRow.class, "ORDER BY t.role, t.name", Map.of());
    }

    public List<PreferencePairRow> pairsOf(String prompt) {
        return select.rows(
                PreferencePairRow.class, "WHERE t.prompt = :id" + ROUND_ORDER + "t.kind", Map.of("id", prompt));
    }

    public List<PairOutcomeRow> outcomesOf(String prompt) {
        return select.rows(PairOutcomeRow.class, "WHERE t.prompt = :id" + ROUND_ORDER + "t.kind", Map.of("id", prompt));
    }

    /** Ids of a kind of row, for "did you mean"; the first {@code limit} in their order. */
    public Stream<String> ids(Class<? extends Row> type, int limit) {
        return select.texts("SELECT id FROM " + Columns.table(type) + " ORDER BY id LIMIT " + limit, Map.of()).stream();
    }

    private static <T> Optional<T> first(List<T> rows) {
        return rows.stream().findFirst();
    }
}
