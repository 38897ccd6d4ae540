package dev.metajudge.report;

import static dev.metajudge.report.Html.text;

import dev.metajudge.store.Browse;
import dev.metajudge.store.Review;
import dev.metajudge.store.RoundSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A run's report: what each round made and how it went, what got worse, pairs to read, settings, and which views the
 * numbers are from. Equal runs have equal reports.
 */
public final class Report {
    private static final int PAIRS = 8;
    private static final int WORST = 20;

    private final Browse browse;
    private final Review review;
    private final List<RoundSummary> rounds;
    private final List<Review.Judges> judges;
    private final Html page = new Html();

    private Report(Browse browse, Review review) {
        this.browse = browse;
        this.review = review;
        this.rounds = browse.rounds();
        this.judges = review.judges();
    }

    /** The page: a whole HTML document, to be stored as UTF-8. */
    public static String page(Browse browse, Review review) {
        return new Report(browse, review).write();
    }

    private String write() {
        head();
        var evaluation = new EvaluationSection(browse.figures(), browse.winRates());
        evaluation.changes(page);
        winRates();
        evaluation.figures(page, review);
        curves();
        table();
        scores();
        worse();
        lost();
        pairs();
        settings();
        sources();
        return page.end().toString();
    }

    private void head() {
        var name = browse.run().map(run -> run.name()).orElse("a run that has not begun");
        page.begin(name);
        var base = browse.models().stream()
                .findFirst()
                .map(model -> model.source())
                .orElse("no model yet");
        long made = rounds.stream().filter(round -> round.made().isPresent()).count();
        page.raw("<p class=\"lead\">Meta-Rewarding on <code>" + text(base) + "</code>: " + made
                + (made == 1 ? " round" : " rounds") + " done"
                + (made < rounds.size() ? ", one not finished" : "") + ".</p>");
    }

    private void winRates() {
        var rates = browse.winRates();
        if (rates.isEmpty()) {
            return;
        }
        page.element("h2", "On held-out prompts")
                .element(
                        "p",
                        "Wins of the new model in percent, each pair shown in both orders, with 95% bootstrap intervals over "
                                + "the prompts. \"At equal length\" takes out what length alone decides.")
                .table(
                        List.of(
                                "",
                                "wins",
                                "at equal length",
                                "so it is",
                                "judge",
                                "chose first",
                                "same in both orders"),
                        rates.stream()
                                .map(row -> List.of(
                                        row.model() + " against " + row.opponent() + ", " + row.prompts() + " prompts",
                                        interval(row.rate(), row.rateLow(), row.rateHigh()),
                                        interval(row.controlled(), row.controlledLow(), row.controlledHigh()),
                                        row.finding(),
                                        row.judge(),
                                        Html.percent(row.firstShare()),
                                        Html.percent(row.consistency())))
                                .toList());
    }

    private static String interval(double rate, double low, double high) {
        return Html.decimal(100 * rate, 0) + " (" + Html.decimal(100 * low, 0) + " to " + Html.decimal(100 * high, 0)
                + ")";
    }

    private void curves() {
        page.element("h2", "Round by round").raw("<div class=\"charts\">");
        new Curves(rounds, judges, review.losses()).charts().forEach(chart -> page.raw(chart.figure()));
        page.raw("</div>");
    }

    private record Line(String label, Function<RoundSummary, String> value) {}

    private static final List<Line> LINES = List.of(
            new Line("by model", RoundSummary::model),
            new Line("prompts", round -> Html.count(round.prompts())),
            new Line("responses", round -> Html.count(round.responses())),
            new Line("· said before", round -> Html.share(round.duplicates(), round.responses())),
            new Line("· cut off", round -> Html.share(round.truncatedResponses(), round.responses())),
            new Line("judgments", round -> Html.count(round.judgments())),
            new Line("· score written by the judge", round -> Html.share(round.readableJudgments(), round.judgments())),
            new Line("· score forced", round -> Html.share(round.forcedJudgments(), round.judgments())),
            new Line("· no score that counts", round -> Html.share(round.unreadableJudgments(), round.judgments())),
            new Line("mean reward", round -> Html.decimal(round.meanReward(), 2)),
            new Line("verdicts", round -> Html.count(round.verdicts())),
            new Line("· winner forced", round -> Html.share(round.forcedVerdicts(), round.verdicts())),
            new Line("· undecided", round -> Html.share(round.undecidedVerdicts(), round.verdicts())),
            new Line("actor pairs", round -> Html.count(round.actorPairs())),
            new Line("judge pairs", round -> Html.count(round.judgePairs())),
            new Line(
                    "pairs too long for training",
                    round -> round.leftOut().map(Html::count).orElse("–")),
            new Line("training steps", round -> round.steps().map(Html::count).orElse("–")),
            new Line("first loss", round -> Html.decimal(round.firstLoss(), 4)),
            new Line("last loss", round -> Html.decimal(round.lastLoss(), 4)),
            new Line("margin accuracy at the end", round -> Html.percent(round.marginAccuracy())),
            new Line("made", round -> round.made().orElse("–")));

    private void table() {
        var headers = Stream.concat(Stream.of(""), rounds.stream().map(round -> "Round " + round.round()))
                .toList();
        page.table(
                headers,
                LINES.stream()
                        .map(line -> Stream.concat(
                                        Stream.of(line.label()), rounds.stream().map(line.value()))
                                .toList())
                        .toList());
    }

    private void scores() {
        page.element("h2", "Scores");
        var scores = review.scores();
        if (scores.isEmpty()) {
            page.element("p", "No judgment has a score yet.");
            return;
        }
        page.raw("<p class=\"key\"><span class=\"c1\">written by the judge</span> <span class=\"c2\">forced</span></p>")
                .raw("<div class=\"charts\">" + ScoreBars.figures(scores) + "</div>");
    }

    private void worse() {
        page.element("h2", "What got worse in the rounds' own work");
        browse.winRates().stream()
                .filter(rate -> rate.worse())
                .forEach(rate -> page.element(
                        "p",
                        rate.model() + " is worse than " + rate.opponent() + " on the held-out prompts, and length is"
                                + " not why."));
        var sentences = new Worsened(rounds, judges).sentences();
        if (sentences.isEmpty()) {
            page.element("p", "Nothing that is measured a round fell, as far as the rounds go.");
        } else {
            page.raw("<ul class=\"bad\">");
            sentences.forEach(sentence -> page.element("li", sentence));
            page.raw("</ul>");
        }
        page.element(
                "p",
                "Rounds differ in their prompts and in who judges, so a change here is a hint and no proof: it has no"
                        + " interval.");
        var worst = review.worst(WORST);
        if (!worst.isEmpty()) {
            page.element("h3", "Prompts whose responses lost reward")
                    .table(
                            List.of("Prompt", "first", "last", "change"),
                            worst.stream()
                                    .map(prompt -> List.of(
                                            prompt.prompt() + ": " + prompt.promptText(),
                                            Html.decimal(prompt.firstReward(), 2) + " in round " + prompt.firstRound(),
                                            Html.decimal(prompt.lastReward(), 2) + " in round " + prompt.lastRound(),
                                            Html.decimal(prompt.change(), 2)))
                                    .toList());
        }
    }

    private void lost() {
        page.element("h2", "What did not count");
        page.element(
                "p",
                "Scores and winners that had to be forced, and texts that were cut off, are counted in the table above:"
                        + " they are used, and trusted less.");
        var rows = new ArrayList<List<String>>();
        review.unreadable()
                .forEach(row -> rows.add(List.of(
                        "Round " + row.round() + ", judgment: " + row.unreadable() + ", ended by " + row.finish(),
                        Html.count(row.judgments()))));
        browse.outcomes().stream()
                .filter(row -> !row.outcome().equals("pair"))
                .forEach(row -> rows.add(List.of(
                        "Round " + row.round() + ", no " + row.kind() + " pair: " + row.outcome(),
                        Html.count(row.prompts()))));
        if (rows.isEmpty()) {
            page.element("p", "Every judgment has a score, and every prompt made its pairs.");
        } else {
            page.table(List.of("", "count"), rows);
        }
    }

    private void pairs() {
        page.element("h2", "Pairs to read")
                .element(
                        "p",
                        "The first " + PAIRS + " of each kind a round. Texts are the models' own, as they wrote them.");
        for (var round : rounds) {
            for (var kind : List.of("actor", "judge")) {
                var pairs = review.pairs(round.round(), kind, PAIRS);
                if (!pairs.isEmpty()) {
                    page.element("h3", "Round " + round.round() + ", " + kind + " pairs");
                    PairTexts.write(page, pairs.getFirst(), true);
                    pairs.stream().skip(1).forEach(pair -> PairTexts.write(page, pair, false));
                }
            }
        }
    }

    private void settings() {
        page.element("h2", "Settings");
        browse.run()
                .ifPresent(run -> page.raw("<details><summary>Every setting of the run</summary>")
                        .table(List.of("setting", "value"), SettingsList.of(run.recipe()))
                        .raw("</details>"));
        page.table(
                List.of("model", "made of", "pairs", "steps", "weights"),
                browse.models().stream()
                        .map(model -> List.of(
                                model.name(),
                                model.parent().orElse(model.source()),
                                Html.count(model.pairs()),
                                Html.count(model.steps()),
                                model.digest()))
                        .toList());
    }

    private void sources() {
        page.element("h2", "Where the numbers come from")
                .element("p", "Each is a query over the run's database. To ask more: metajudge sql RUN \"SELECT …\".")
                .table(
                        List.of("view", "what it holds"),
                        browse.tables().stream()
                                .filter(table -> table.type().equals("view"))
                                .map(view -> List.of(view.name(), view.comment()))
                                .toList());
    }
}
