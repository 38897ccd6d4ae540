package dev.metajudge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.UserError;
import dev.metajudge.data.RatedItems;
import dev.metajudge.data.SavedCalibration;
import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.agreement.Agreement;
import dev.metajudge.measure.agreement.Estimate;
import dev.metajudge.measure.agreement.Metric;
import dev.metajudge.measure.calibration.BiasProfile;
import dev.metajudge.measure.calibration.Calibration;
import dev.metajudge.measure.calibration.Method;
import dev.metajudge.measure.calibration.Predictions;
import dev.metajudge.measure.calibration.Split;
import dev.metajudge.report.TrustPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A calibration that was just learnt, and what it does to the items it did not see. */
record FittedCalibration(
        RatedItems items, SavedCalibration saved, Split split, Setting setting, Side before, Side after) {
    /** How it is fitted and measured. */
    record Setting(double share, Bootstrap bootstrap, long seed) {}

    /** The held-out scores, in the ratings' range, before or after. */
    record Side(double[] scores, BiasProfile profile, Agreement agreement) {}

    static FittedCalibration of(RatedItems items, List<Method> methods, Setting setting) {
        var scorer = items.scorers().getFirst();
        if (methods.contains(Method.TEMPERATURE)
                && scorer.predictions().distributions().isEmpty()) {
            throw UserError.input("temperature needs the distribution behind each score of \"" + scorer.name()
                    + "\", and there is none; use --method distribution, isotonic or both");
        } else if (items.items() < 4) {
            throw UserError.input("too few items to fit on some and report on others: " + items.items());
        }
        var split = Split.of(items.items(), setting.share(), setting.seed());
        double[] human = items.human();
        var fit = Calibration.fit(
                        methods,
                        scorer.predictions().pick(split.fit()),
                        Bootstrap.pick(human, split.fit()),
                        items.range())
                .orElseThrow(() -> UserError.input("there is nothing to learn from the " + split.fit().length
                        + " items to fit on: all their ratings or all their scores are equal"));
        var heldOut = scorer.predictions().pick(split.heldOut());
        double[] ratings = Bootstrap.pick(human, split.heldOut());
        return new FittedCalibration(
                items,
                new SavedCalibration(fit, scorer.said().orElse(scorer.name())),
                split,
                setting,
                side(heldOut, ratings, items, setting),
                side(fit.apply(heldOut), ratings, items, setting));
    }

    private static Side side(Predictions predictions, double[] ratings, RatedItems items, Setting setting) {
        double[] scores = predictions.in(items.range());
        return new Side(
                scores,
                BiasProfile.of(scores, items.range(), setting.bootstrap(), setting.seed()),
                Agreement.of(scores, ratings, items.range(), setting.bootstrap(), setting.seed()));
    }

    private double[] heldOutRatings() {
        return Bootstrap.pick(items.human(), split.heldOut());
    }

    /** What is written: the calibration, where it comes from, and its figures. */
    ObjectNode file(String human) {
        var json = saved.json();
        var data = json.putObject("data");
        data.put("sha256", items.digest());
        data.put("human", human);
        data.put("human_range", items.range().toString());
        data.put("items", items.items());
        data.put("fitted_on", split.fit().length);
        data.put("held_out", split.heldOut().length);
        data.put("fit_share", setting.share());
        data.put("seed", setting.seed());
        var figures = json.putObject("held_out");
        side(figures.putObject("before"), before);
        side(figures.putObject("after"), after);
        return json;
    }

    private static void side(ObjectNode to, Side side) {
        side.agreement().figures().forEach((metric, figure) -> put(to, RatedAgreement.key(metric), figure));
        put(to, "excess_kurtosis", side.profile().kurtosis());
        put(to, "share_at_mode", side.profile().modeShare());
    }

    private static void put(ObjectNode to, String name, Estimate figure) {
        var object = to.putObject(name);
        figure.value().ifPresent(value -> object.put("value", value));
        figure.low().ifPresent(low -> object.put("low", low));
        figure.high().ifPresent(high -> object.put("high", high));
        figure.reason().ifPresent(reason -> object.put("reason", reason));
    }

    List<String> lines(Path out) {
        var figures = new Figures();
        var lines = new ArrayList<String>();
        lines.add(lead());
        lines.add("");
        var table = new Table("on the items held out", "before", "after");
        rows(figures).forEach(row -> table.row(row.toArray()));
        lines.addAll(table.lines());
        lines.addAll(figures.notes(items.notes()));
        lines.add("");
        lines.add("The calibration: " + out);
        return lines;
    }

    private String lead() {
        return "%s for %s, %s: fitted on %s items, measured on the other %s"
                .formatted(
                        String.join(
                                " + ",
                                saved.calibration().methods().stream()
                                        .map(Method::label)
                                        .toList()),
                        Plain.cell(saved.scorer(), 40),
                        saved.calibration().range(),
                        Numbers.count(split.fit().length),
                        Numbers.count(split.heldOut().length));
    }

    private List<List<String>> rows(Figures figures) {
        var rows = new ArrayList<List<String>>();
        for (Metric metric : Metric.values()) {
            rows.add(row(
                    figures,
                    metric.label(),
                    before.agreement().figure(metric),
                    after.agreement().figure(metric)));
        }
        rows.add(row(figures, "mean", before.profile().mean(), after.profile().mean()));
        rows.add(row(
                figures, "spread", before.profile().spread(), after.profile().spread()));
        rows.add(row(
                figures,
                "excess kurtosis",
                before.profile().kurtosis(),
                after.profile().kurtosis()));
        rows.add(row(
                figures,
                "share at the mode",
                before.profile().modeShare(),
                after.profile().modeShare()));
        return rows;
    }

    private static List<String> row(Figures figures, String what, Estimate before, Estimate after) {
        return List.of(what, figures.cell("before, " + what, before, 3), figures.cell("after, " + what, after, 3));
    }

    String page(String source) {
        var figures = new Figures();
        double[] ratings = heldOutRatings();
        var page = new TrustPage("Calibration of scores", source + ": " + lead() + ".")
                .table("What it does", "", List.of("on the items held out", "before", "after"), rows(figures))
                .charts("Scores beside the ratings", "Share of the items held out, rounded to whole scores.")
                .histogram("before", items.range(), before.scores(), ratings)
                .histogram("after", items.range(), after.scores(), ratings)
                .charts(
                        "Can a score be taken at its word?",
                        "Items held out, in bins of about equally many by their score: the mean rating of each. On the dashed"
                                + " line people say the same.")
                .reliability("before", items.range(), before.scores(), ratings)
                .reliability("after", items.range(), after.scores(), ratings);
        var remarks = new ArrayList<>(items.notes());
        remarks.addAll(figures.reasons());
        return page.notes(remarks).html();
    }
}
