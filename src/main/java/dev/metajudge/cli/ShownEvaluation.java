package dev.metajudge.cli;

import dev.metajudge.store.Browse;
import dev.metajudge.store.EvaluationChoiceRow;
import dev.metajudge.store.EvaluationItemRow;
import dev.metajudge.store.EvaluationJudgmentRow;
import dev.metajudge.store.ModelRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model's figures, or what the models made of one evaluation item, as lines for people. */
final class ShownEvaluation {
    private static final String MARGIN = "    | ";

    private final Browse rows;
    private final List<String> lines = new ArrayList<>();

    ShownEvaluation(Browse rows) {
        this.rows = rows;
    }

    /** A model: what it was made of, what it is worth, and what changed. */
    List<String> model(String name) {
        Optional<ModelRow> found = rows.models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst();
        found.ifPresent(model -> {
            lines.add("model " + name + ", "
                    + model.parent()
                            .map(parent -> "made of " + parent + " in round " + model.round() + " with "
                                    + Numbers.count(model.pairs()) + " pairs in " + Numbers.count(model.steps())
                                    + " steps")
                            .orElse("the base: " + model.source()));
            var evaluation = new EvaluationLines(rows.figures(), rows.winRates());
            var figures = evaluation.table(List.of(name));
            lines.addAll(figures.isEmpty() ? List.of("not evaluated yet, or the recipe evaluates nothing") : figures);
            lines.addAll(evaluation.changes(name));
        });
        return lines;
    }

    /** An item with every model's judgments and choices. */
    List<String> item(String id) {
        rows.evaluationItem(id).ifPresent(item -> {
            lines.add("item " + id + ", of " + item.source()
                    + item.humanScore()
                            .map(score -> ", human score " + number(score))
                            .orElse("")
                    + preference(item));
            lines.add("  instruction");
            text(item.instruction());
            lines.add("  response");
            text(item.response());
            rows.evaluationJudgments(id).forEach(this::judgment);
            rows.evaluationChoices(id).forEach(this::choice);
        });
        return lines;
    }

    private String preference(EvaluationItemRow item) {
        return rows.humanChoice(item.id())
                .map(choice -> choice.preferred() == 0
                        ? ", the person preferred neither"
                        : ", the person preferred "
                                + (choice.preferred() == 1 ? choice.firstItem() : choice.secondItem()))
                .orElse("");
    }

    private void judgment(EvaluationJudgmentRow judgment) {
        lines.add("  judgment " + judgment.id() + ": " + judgment.outcome()
                + judgment.score().map(score -> ", score " + number(score)).orElse("")
                + judgment.unreadable().map(reason -> " (" + reason + ")").orElse("")
                + cut(judgment.finish())
                + judgment.distribution().map(json -> ", " + json).orElse(""));
        text(judgment.text());
    }

    private void choice(EvaluationChoiceRow choice) {
        var winner = choice.outcome() == 0
                ? choice.unreadable().map(reason -> "nobody (" + reason + ")").orElse("nobody (tie)")
                : choice.outcome() == 1 ? choice.shownFirst() : choice.shownSecond();
        lines.add("  choice " + choice.id() + ": " + choice.shownFirst() + " against " + choice.shownSecond()
                + ", winner " + winner + (choice.forced() ? ", forced" : "") + cut(choice.finish()));
        text(choice.text());
    }

    private void text(String text) {
        lines.addAll(Plain.lines(text, MARGIN));
    }

    private static String cut(String finish) {
        return finish.equals("length") ? ", cut at the token limit" : "";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Numbers.decimal(value, 3);
    }
}
