package dev.metajudge.report;

import dev.metajudge.store.Review.ScoreCount;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often each score was given in a round, as bars: what the judge wrote itself, and what was forced upon it. */
final class ScoreBars {
    private static final double HEIGHT = 100;

    private ScoreBars() {}

    static String figures(List<ScoreCount> scores) {
        var values = values(scores);
        Map<Integer, List<ScoreCount>> rounds =
                scores.stream().collect(Collectors.groupingBy(ScoreCount::round, TreeMap::new, Collectors.toList()));
        var figures = new StringBuilder();
        rounds.forEach((round, counts) ->
                figures.append(figure("Round " + round, "judgments with a score", counts, values, "c1")));
        return figures.toString();
    }

    /** The scores that occur, lowest first. */
    static List<Double> values(List<ScoreCount> counts) {
        return counts.stream().map(ScoreCount::score).distinct().sorted().toList();
    }

    /**
     * Bars of one distribution.
     *
     * @param title whose
     * @param what is counted
     * @param values the scores that get a bar, so that several figures can have the same
     * @param colour of what is not forced
     */
    static String figure(String title, String what, List<ScoreCount> counts, List<Double> values, String colour) {
        int all = counts.stream().mapToInt(ScoreCount::judgments).sum();
        var svg =
                new StringBuilder("<figure><figcaption><b>" + Html.text(title) + "</b> " + Html.count(all) + " " + what
                        + "</figcaption><svg viewBox=\"0 0 320 150\" role=\"img\" aria-label=\"scores of "
                        + Html.text(title) + "\">");
        double stride = 300.0 / Math.max(1, values.size());
        double width = Math.min(44, stride * 0.7);
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            double x = 10 + stride * (i + 0.5) - width / 2;
            double written = part(counts, value, false) / (double) all;
            double forced = part(counts, value, true) / (double) all;
            double low = 20 + HEIGHT;
            svg.append(bar(colour, x, low - HEIGHT * written, width, HEIGHT * written));
            svg.append(bar("c2", x, low - HEIGHT * (written + forced), width, HEIGHT * forced));
            svg.append(word(
                    x + width / 2,
                    low - HEIGHT * (written + forced) - 5,
                    Html.decimal(100 * (written + forced), 0) + "%"));
            svg.append(word(x + width / 2, 138, Html.decimal(value, value == Math.rint(value) ? 0 : 2)));
        }
        return svg.append("</svg></figure>").toString();
    }

    private static int part(List<ScoreCount> counts, double score, boolean forced) {
        return counts.stream()
                .filter(count -> count.score() == score && count.forced() == forced)
                .mapToInt(ScoreCount::judgments)
                .sum();
    }

    static String bar(String colour, double x, double y, double width, double height) {
        return height <= 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                        colour,
                        x,
                        y,
                        width,
                        height);
    }

    static String word(double x, double y, String text) {
        return String.format(Locale.ROOT, "<text class=\"x\" x=\"%.1f\" y=\"%.1f\">%s</text>", x, y, text);
    }
}
