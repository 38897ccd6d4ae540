package dev.metajudge.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the loop's evaluation asks, in the order of work. */
public final class EvaluationWork {
    private final Select select;

    EvaluationWork(Select select) {
        this.select = select;
    }

    /** A judgment of an evaluation item, without its text. */
    public record Judged(
            String item,
            Optional<Double> humanScore,
            String outcome,
            String finish,
            int characters,
            Optional<Double> score,
            Optional<Double> expected) {}

    /**
     * A model's direct choices between the two responses of a human choice.
     *
     * @param forward with the first shown first: 1 the one shown first, -1 the other, 0 neither
     * @param backward with the second shown first
     * @param readable how many of the two have a winner that was not forced
     */
    public record Chosen(String pair, int preferred, int forward, int backward, int readable) {}

    /** A response to a held-out prompt, without its text. */
    public record Answered(String prompt, int characters, String finish) {}

    /** A verdict with the scores of the judgments that it is about. */
    public record Followed(String prompt, int outcome, double firstScore, double secondScore) {}

    /** Prompts that rounds may train on: neither held out nor with the text of one that is. */
    public List<String> trainable() {
        return select
                .rows(
                        PromptRow.class,
                        "WHERE t.id NOT IN (SELECT prompt FROM held_out_prompt) AND t.text NOT IN "
                                + "(SELECT p.text FROM held_out_prompt h JOIN prompt p ON p.id = h.prompt) "
                                + "ORDER BY t.place",
                        Map.of())
                .stream()
                .map(PromptRow::id)
                .toList();
    }

    /** Held-out prompts. */
    public List<PromptRow> heldOut() {
        return select.rows(PromptRow.class, "JOIN held_out_prompt h ON h.prompt = t.id ORDER BY h.place", Map.of());
    }

    public List<EvaluationItemRow> items() {
        return select.rows(EvaluationItemRow.class, "ORDER BY t.place", Map.of());
    }

    public List<EvaluationItemRow> items(List<String> ids) {
        return select.rowsIn(EvaluationItemRow.class, "id", ids, "t.place");
    }

    public List<HumanChoiceRow> choices() {
        return select.rows(HumanChoiceRow.class, "ORDER BY t.place", Map.of());
    }

    /** Items that the model has judged. */
    public Set<String> itemsJudged(String model) {
        return select.texts(
                "SELECT DISTINCT item FROM evaluation_judgment WHERE model = :model", Map.of("model", model));
    }

    /** Pairs between which the model has chosen. */
    public Set<String> pairsChosen(String model) {
        return select.texts("SELECT DISTINCT pair FROM evaluation_choice WHERE model = :model", Map.of("model", model));
    }

    /** The model's judgments, by item. */
    public List<Judged> judged(String model) {
        return select.records(
                Judged.class,
                "SELECT j.item, i.human_score, j.outcome, j.finish, j.characters, j.score, j.expected "
                        + "FROM evaluation_judgment j JOIN evaluation_item i ON i.id = j.item "
                        + "WHERE j.model = :model ORDER BY i.place, j.sample",
                Map.of("model", model));
    }

    public List<Chosen> chosen(String model) {
        var readable = "CASE WHEN %s.forced OR %s.outcome = 0 THEN 0 ELSE 1 END";
        return select.records(
                Chosen.class,
                "SELECT c.id AS pair, c.preferred, f.outcome AS forward, b.outcome AS backward, "
                        + readable.replace("%s", "f") + " + " + readable.replace("%s", "b") + " AS readable "
                        + "FROM human_choice c "
                        + "JOIN evaluation_choice f ON f.shown_first = c.first_item AND f.shown_second = c.second_item "
                        + "JOIN evaluation_choice b ON b.shown_first = c.second_item AND b.shown_second = c.first_item "
                        + "AND b.model = f.model WHERE f.model = :model ORDER BY c.place",
                Map.of("model", model));
    }

    public List<Answered> answered(String model) {
        return select.records(
                Answered.class,
                "SELECT r.prompt, r.characters, r.finish FROM held_out_response r "
                        + "JOIN held_out_prompt h ON h.prompt = r.prompt WHERE r.model = :model ORDER BY h.place",
                Map.of("model", model));
    }

    public List<Followed> verdicts(int round) {
        return select.records(
                Followed.class,
                "SELECT t.prompt, t.outcome, a.score AS first_score, b.score AS second_score FROM verdict t "
                        + "JOIN judgment a ON a.id = t.shown_first JOIN judgment b ON b.id = t.shown_second "
                        + "JOIN round_prompt p ON p.round = t.round AND p.prompt = t.prompt "
                        + "WHERE t.round = :round ORDER BY p.place, t.id",
                Map.of("round", round));
    }

    /** Whether the round's figures are there. */
    public boolean measured(int round) {
        return select.number("SELECT COUNT(*) FROM figure WHERE round = :round", Map.of("round", round)) > 0;
    }
}
