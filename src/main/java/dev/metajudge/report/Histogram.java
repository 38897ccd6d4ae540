package dev.metajudge.report;

import static dev.metajudge.report.Html.text;

import dev.metajudge.measure.RatingRange;

/** Two samples of one scale as bars side by side: the scorer's, and the humans'. */
record Histogram(String title, RatingRange range, double[] scores, double[] human) {
    /** Wider scales share a bar between neighbours. */
    private static final int MOST_BARS = 21;

    private static final double HEIGHT = 100;
    private static final double FLOOR = 120;

    String figure() {
        int width = Math.ceilDiv(range.size(), MOST_BARS);
        int bars = Math.ceilDiv(range.size(), width);
        double[] own = shares(scores, width, bars);
        double[] theirs = shares(human, width, bars);
        double most = 0;
        for (int i = 0; i < bars; i++) {
            most = Math.max(most, Math.max(own[i], theirs[i]));
        }
        var svg = new StringBuilder("<figure><figcaption><b>" + text(title) + "</b> on " + range
                + "</figcaption><svg viewBox=\"0 0 320 145\" role=\"img\" aria-label=\"scores of " + text(title)
                + "\">");
        double stride = 300.0 / bars;
        double bar = Math.min(26, stride * 0.42);
        for (int i = 0; i < bars; i++) {
            double middle = 10 + stride * (i + 0.5);
            drawn(svg, "c1", middle - bar, bar, own[i], most, bars);
            drawn(svg, "c2", middle, bar, theirs[i], most, bars);
            if (bars <= 12 || i % 5 == 0) {
                svg.append(ScoreBars.word(middle, 135, String.valueOf(range.low() + i * width)));
            }
        }
        return svg.append(
                        "</svg><p class=\"key\"><span class=\"c1\">scores</span> <span class=\"c2\">human ratings</span>")
                .append("</p></figure>")
                .toString();
    }

    private static void drawn(
            StringBuilder svg, String colour, double x, double width, double share, double most, int bars) {
        double height = most == 0 ? 0 : HEIGHT * share / most;
        svg.append(ScoreBars.bar(colour, x, FLOOR - height, width, height));
        if (bars <= 6 && share > 0) {
            svg.append(ScoreBars.word(x + width / 2, FLOOR - height - 4, Html.decimal(100 * share, 0) + "%"));
        }
    }

    private double[] shares(double[] values, int width, int bars) {
        double[] shares = new double[bars];
        for (double value : values) {
            shares[(range.nearest(value) - range.low()) / width] += 1.0 / values.length;
        }
        return shares;
    }
}
