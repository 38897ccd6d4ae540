package dev.metajudge.report;

import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.agreement.Estimate;
import dev.metajudge.measure.calibration.LayerProfile;
import dev.metajudge.measure.calibration.Reliability;
import dev.metajudge.report.Curve.Kind;
import dev.metajudge.report.Curve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A page on how far scores can be trusted, made of tables and pictures in the order in which they are added. */
public final class TrustPage {
    private static final int BINS = 8;

    private final Html page = new Html();
    private boolean inCharts;

    /** A page with a title and one sentence on what it is of. */
    public TrustPage(String title, String lead) {
        page.begin(title).raw("<p class=\"lead\">" + Html.text(lead) + "</p>");
    }

    /** A table of figures; the first column is of names. */
    public TrustPage table(String title, String text, List<String> headers, List<List<String>> rows) {
        heading(title, text);
        page.figures(headers, rows);
        return this;
    }

    /** What was left out, and other remarks. */
    public TrustPage notes(List<String> notes) {
        if (!notes.isEmpty()) {
            heading("Remarks", "");
            page.raw("<ul>");
            notes.forEach(note -> page.element("li", note));
            page.raw("</ul>");
        }
        return this;
    }

    /** Begins a group of pictures: all that are added until the next group or table. */
    public TrustPage charts(String title, String text) {
        heading(title, text);
        page.raw("<div class=\"charts\">");
        inCharts = true;
        return this;
    }

    /** Scores beside ratings, on one scale. */
    public TrustPage histogram(String title, RatingRange range, double[] scores, double[] human) {
        page.raw(new Histogram(title, range, scores, human).figure());
        return this;
    }

    /** The reliability diagram, on one scale. */
    public TrustPage reliability(String title, RatingRange range, double[] scores, double[] human) {
        var reliability = Reliability.of(scores, human, BINS);
        var measured = reliability.bins().stream()
                .map(bin -> new Point(bin.score(), bin.rating()))
                .toList();
        var perfect = List.of(new Point(range.low(), range.low()), new Point(range.high(), range.high()));
        page.raw(new Chart(
                        title,
                        "mean rating by score; off the line by " + Html.decimal(reliability.error(), 2)
                                + " on average.",
                        false,
                        "score",
                        List.of(new Curve("", measured), new Curve("", perfect, Kind.GUIDE)))
                .figure());
        return this;
    }

    /** Agreement by layer; a layer without a figure is left out of the line. */
    public TrustPage layers(String title, LayerProfile profile) {
        page.raw(new Chart(
                        title,
                        "Spearman of each layer alone.",
                        false,
                        "layer",
                        List.of(
                                new Curve("", points(profile, Estimate::value)),
                                new Curve("", points(profile, Estimate::low), Kind.GUIDE),
                                new Curve("", points(profile, Estimate::high), Kind.GUIDE)))
                .figure());
        return this;
    }

    private static List<Point> points(LayerProfile profile, Function<Estimate, Optional<Double>> end) {
        var points = new ArrayList<Point>();
        for (int layer = 0; layer < profile.layers().size(); layer++) {
            int x = layer;
            end.apply(profile.layers().get(layer)).ifPresent(y -> points.add(new Point(x, y)));
        }
        return points;
    }

    /** The page: a whole HTML document, to be stored as UTF-8. */
    public String html() {
        closeCharts();
        return page.end().toString();
    }

    private void heading(String title, String text) {
        closeCharts();
        page.element("h2", title);
        if (!text.isEmpty()) {
            page.element("p", text);
        }
    }

    private void closeCharts() {
        if (inCharts) {
            page.raw("</div>");
            inCharts = false;
        }
    }
}
