package dev.metajudge.report;

import dev.metajudge.measure.Figure;
import dev.metajudge.report.Curve.Point;
import dev.metajudge.store.FigureRow;
import dev.metajudge.store.Review;
import dev.metajudge.store.Review.ScoreCount;
import dev.metajudge.store.WinRateRow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The report's part on what the models are worth: what changed, curves with intervals, and scores beside people's. */
record EvaluationSection(List<FigureRow> figures, List<WinRateRow> winRates) {
    private static final int MOST_VALUES = 12;

    void changes(Html page) {
        var all = ModelChanges.of(figures, winRates);
        if (all.isEmpty()) {
            return;
        }
        page.element("h2", "What got better, what got worse, what cannot be told");
        for (var changes : all) {
            page.element("h3", changes.model() + " against " + changes.opponent());
            if (changes.better().size()
                            + changes.worse().size()
                            + changes.changed().size()
                    > 0) {
                page.raw("<ul class=\"found\">");
                found(page, "good", "Better", changes.better());
                found(page, "bad", "Worse", changes.worse());
                found(page, "", "Changed, neither way the good one", changes.changed());
                page.raw("</ul>");
            } else {
                page.element("p", "Nothing that is measured differs for sure.");
            }
            hidden(page, "Cannot be told", changes.unclear());
            hidden(page, "Undefined, or of too few items for an interval", changes.undefined());
        }
        int looked = all.stream().mapToInt(ModelChanges::looked).sum();
        page.element(
                "p",
                "Differences with 95% bootstrap intervals over the same items in both models; one counts when its"
                        + " interval excludes zero. Of " + looked + " differences about " + Math.round(looked / 20.0)
                        + " would do so by chance alone.");
    }

    private static void found(Html page, String colour, String what, List<String> findings) {
        for (var finding : findings) {
            page.raw("<li class=\"" + colour + "\"><b>" + Html.text(what) + "</b>: " + Html.text(finding) + "</li>");
        }
    }

    private static void hidden(Html page, String what, List<String> findings) {
        if (!findings.isEmpty()) {
            page.raw("<details><summary>" + Html.text(what) + ": " + findings.size() + "</summary><ul>");
            findings.forEach(finding -> page.element("li", finding));
            page.raw("</ul></details>");
        }
    }

    void figures(Html page, Review review) {
        var own = figures.stream().filter(row -> row.comparedWith().isEmpty()).toList();
        if (own.isEmpty()) {
            return;
        }
        page.element("h2", "Model by model").raw("<div class=\"charts\">");
        charts().forEach(chart -> page.raw(chart.figure()));
        page.raw("</div>");
        var models = own.stream()
                .map(FigureRow::model)
                .distinct()
                .sorted(EvaluationSection::byNumber)
                .toList();
        page.table(
                Stream.concat(Stream.of(""), models.stream()).toList(),
                Arrays.stream(Figure.values())
                        .filter(figure ->
                                own.stream().anyMatch(row -> row.name().equals(figure.label())))
                        .map(figure -> Stream.concat(
                                        Stream.of(figure.title()),
                                        models.stream()
                                                .map(model -> find(figure, model)
                                                        .map(FigureText::value)
                                                        .orElse("")))
                                .toList())
                        .toList());
        page.element("p", "With 95% bootstrap intervals over items: rated responses, pairs or prompts.");
        distributions(page, review, models);
    }

    private void distributions(Html page, Review review, List<String> models) {
        var human = review.humanScores();
        if (human.isEmpty()) {
            return;
        }
        page.element("h3", "Scores of the rated responses: people's and the models'")
                .raw(
                        "<p class=\"key\"><span class=\"c3\">people's</span> <span class=\"c1\">written by the judge</span>"
                                + " <span class=\"c2\">forced</span></p><div class=\"charts\">");
        var shown = human.size() <= MOST_VALUES ? human : binned(human);
        page.raw(ScoreBars.figure("People", "ratings", shown, ScoreBars.values(shown), "c3"));
        var values = ScoreBars.values(models.stream()
                .flatMap(model -> review.evaluationScores(model).stream())
                .toList());
        for (var model : models) {
            var scores = review.evaluationScores(model);
            if (!scores.isEmpty()) {
                page.raw(ScoreBars.figure(model, "judgments with a score", scores, values, "c1"));
            }
        }
        page.raw("</div>");
    }

    /** Many different values as twelve, each the middle of an equal part of their range. */
    private static List<ScoreCount> binned(List<ScoreCount> scores) {
        double low = scores.getFirst().score();
        double width = (scores.getLast().score() - low) / MOST_VALUES;
        return scores.stream()
                .map(count -> new ScoreCount(
                        0,
                        low + width * (Math.min(MOST_VALUES - 1, Math.floor((count.score() - low) / width)) + 0.5),
                        false,
                        count.judgments()))
                .toList();
    }

    private List<Chart> charts() {
        return List.of(
                chart(
                        "Judgments of rated responses",
                        "with a score of their own, and cut at the limit.",
                        true,
                        Figure.READABLE_JUDGMENTS,
                        Figure.TRUNCATED_JUDGMENTS),
                chart(
                        "Agreement with people",
                        "rank correlation of the judge's mean scores, and of its expectations, with human ratings.",
                        false,
                        Figure.SPEARMAN,
                        Figure.SPEARMAN_EXPECTED),
                chart(
                        "Pairwise accuracy",
                        "how often the response that a person preferred is preferred; 50% is chance.",
                        true,
                        Figure.PAIRWISE_ACCURACY,
                        Figure.PAIRWISE_ACCURACY_EXPECTED,
                        Figure.CHOICE_ACCURACY),
                chart(
                        "Choices of both orders",
                        "how often both orders agree, and how often the one shown first is chosen.",
                        true,
                        Figure.CHOICE_CONSISTENCY,
                        Figure.CHOICE_FIRST_SHARE),
                chart("Mean score", "of the rated responses and pairs.", false, Figure.MEAN_SCORE),
                chart(
                        "Length in characters",
                        "of judgments, and of responses to held-out prompts.",
                        false,
                        Figure.JUDGMENT_LENGTH,
                        Figure.RESPONSE_LENGTH));
    }

    private Chart chart(String title, String note, boolean percent, Figure... shown) {
        return new Chart(
                title,
                note,
                percent,
                "M",
                Arrays.stream(shown)
                        .map(figure -> new Curve(shown.length == 1 ? "" : figure.title(), points(figure)))
                        .toList());
    }

    private List<Point> points(Figure figure) {
        return figures.stream()
                .filter(row -> row.name().equals(figure.label())
                        && row.comparedWith().isEmpty()
                        && row.estimate().isPresent())
                .sorted((a, b) -> byNumber(a.model(), b.model()))
                .map(row -> new Point(
                        number(row.model()),
                        row.estimate().orElseThrow(),
                        row.low().orElse(row.estimate().orElseThrow()),
                        row.high().orElse(row.estimate().orElseThrow())))
                .toList();
    }

    private Optional<FigureRow> find(Figure figure, String model) {
        return figures.stream()
                .filter(row -> row.name().equals(figure.label())
                        && row.comparedWith().isEmpty()
                        && row.model().equals(model))
                .findFirst();
    }

    private static int byNumber(String a, String b) {
        return Integer.compare(number(a), number(b));
    }

    private static int number(String model) {
        return Integer.parseInt(model.substring(1));
    }
}
