package dev.metajudge.cli;

import dev.metajudge.store.Browse;
import dev.metajudge.store.JudgmentRow;
import dev.metajudge.store.PairOutcomeRow;
import dev.metajudge.store.PreferencePairRow;
import dev.metajudge.store.ResponseRow;
import dev.metajudge.store.VerdictRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Things of a run as lines for people; texts of models behind a margin, so that they cannot be taken for ours. */
final class Shown {
    private static final String MARGIN = "    | ";

    private final Browse rows;
    private final List<String> lines = new ArrayList<>();

    Shown(Browse rows) {
        this.rows = rows;
    }

    /** A prompt with everything that came of it, round by round. */
    List<String> prompt(String id) {
        var prompt = rows.prompt(id);
        if (prompt.isEmpty()) {
            return List.of();
        }
        lines.add("prompt " + id);
        text(prompt.get().text());
        var responses = rows.responsesTo(id);
        if (responses.isEmpty()) {
            lines.add("");
            lines.add("not used by a round yet");
        }
        var pairs = rows.pairsOf(id);
        var outcomes = rows.outcomesOf(id);
        var byRound = responses.stream()
                .collect(Collectors.groupingBy(ResponseRow::round, java.util.TreeMap::new, Collectors.toList()));
        byRound.forEach((round, answers) -> {
            lines.add("");
            lines.add("ROUND " + round);
            answers.forEach(this::responseWithJudgments);
            outcomes.stream().filter(outcome -> outcome.round() == round).forEach(outcome -> outcome(outcome, pairs));
        });
        return lines;
    }

    /** A response with its judgments and the verdicts on them. */
    List<String> response(String id) {
        rows.response(id).ifPresent(this::responseWithJudgments);
        return lines;
    }

    /** A judgment with the verdicts in which it was shown. */
    List<String> judgment(String id) {
        rows.judgment(id).ifPresent(judgment -> {
            judgment(judgment);
            lines.add("  by model " + judgment.model() + ", template " + judgment.template() + ", sampling "
                    + judgment.sampling() + ", seed " + judgment.seed());
            rows.verdictsWith(id).forEach(this::verdict);
        });
        return lines;
    }

    /** A verdict with the two judgments that it is about. */
    List<String> verdict(String id) {
        rows.verdict(id).ifPresent(verdict -> {
            verdict(verdict);
            for (var judgment : List.of(verdict.shownFirst(), verdict.shownSecond())) {
                rows.judgment(judgment).ifPresent(this::judgment);
            }
        });
        return lines;
    }

    /** A pair with its texts. */
    List<String> pair(String id) {
        rows.pair(id).ifPresent(pair -> {
            rows.prompt(pair.prompt()).ifPresent(prompt -> {
                lines.add("prompt " + prompt.id());
                text(prompt.text());
            });
            pair(pair);
            side("chosen", pair.kind(), pair.chosen());
            side("rejected", pair.kind(), pair.rejected());
        });
        return lines;
    }

    private void side(String which, String kind, String id) {
        lines.add("");
        lines.add(which + " " + id);
        Optional<String> text = kind.equals("actor")
                ? rows.response(id).map(ResponseRow::text)
                : rows.judgment(id).map(JudgmentRow::text);
        text.ifPresent(this::text);
    }

    private void responseWithJudgments(ResponseRow response) {
        lines.add("");
        lines.add("response " + response.id() + " by " + response.model() + ", " + response.characters()
                + " characters" + cut(response.finish())
                + response.duplicateOf().map(first -> ", same text as " + first).orElse("")
                + rows.reward(response.id())
                        .map(reward -> ", reward " + number(reward.reward()))
                        .orElse(""));
        text(response.text());
        rows.judgmentsOf(response.id()).forEach(this::judgment);
        rows.verdictsOn(response.id()).forEach(this::verdict);
    }

    private void judgment(JudgmentRow judgment) {
        lines.add("  judgment " + judgment.id() + ": "
                + judgment.unreadable()
                        .map(reason -> "no score (" + reason + ")")
                        .orElse("score " + number(judgment.score()))
                + (judgment.forced() ? ", forced" : "") + cut(judgment.finish())
                + judgment.distribution()
                        .map(distribution -> ", " + distribution)
                        .orElse("")
                + rows.rating(judgment.id())
                        .map(rating -> ", rating " + Numbers.decimal(rating.strength(), 3))
                        .orElse(""));
        text(judgment.text());
    }

    private void verdict(VerdictRow verdict) {
        var winner = verdict.outcome() == 1
                ? verdict.shownFirst()
                : verdict.outcome() == -1
                        ? verdict.shownSecond()
                        : verdict.unreadable()
                                .map(reason -> "nobody (" + reason + ")")
                                .orElse("nobody (tie)");
        lines.add("  verdict " + verdict.id() + ": " + verdict.shownFirst() + " against " + verdict.shownSecond()
                + ", winner " + winner + (verdict.forced() ? ", forced" : "") + cut(verdict.finish()));
        text(verdict.text());
    }

    private void outcome(PairOutcomeRow outcome, List<PreferencePairRow> pairs) {
        lines.add("");
        outcome.pair()
                .flatMap(id ->
                        pairs.stream().filter(pair -> pair.id().equals(id)).findFirst())
                .ifPresentOrElse(this::pair, () -> lines.add("no " + outcome.kind() + " pair: " + outcome.outcome()));
    }

    private void pair(PreferencePairRow pair) {
        var measure = pair.kind().equals("actor") ? "reward " : "rating ";
        lines.add(pair.kind() + " pair " + pair.id() + ": " + pair.chosen() + " (" + measure
                + Numbers.decimal(pair.chosenValue(), 3) + ") over " + pair.rejected() + " (" + measure
                + Numbers.decimal(pair.rejectedValue(), 3) + ")");
    }

    private void text(String text) {
        lines.addAll(Plain.lines(text, MARGIN));
    }

    private static String cut(String finish) {
        return finish.equals("length") ? ", cut at the token limit" : "";
    }

    private static String number(Optional<Double> value) {
        return value.map(number ->
                        number == Math.rint(number) ? Long.toString(Math.round(number)) : Numbers.decimal(number, 3))
                .orElse("none");
    }
}
