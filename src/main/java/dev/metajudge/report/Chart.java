package dev.metajudge.report;

import static dev.metajudge.report.Html.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A small line chart as inline SVG; colours are the page's, so that it fits light and dark.
 *
 * @param title what is drawn
 * @param note what it says and what is good, one sentence
 * @param percent whether y is a share, shown in percent
 * @param across what stands before a number of x: "round ", "step " or "M"
 */
record Chart(String title, String note, boolean percent, String across, List<Curve> curves) {
    private static final double WIDTH = 320;
    private static final double LEFT = 46;
    private static final double RIGHT = 308;
    private static final double TOP = 14;
    private static final double BOTTOM = 132;
    private static final int LINES = 4;
    private static final int FEW = 8;
    private static final double ASIDE = 7;

    Chart {
        curves = curves.stream().filter(curve -> !curve.points().isEmpty()).toList();
    }

    /** The figure; nothing when there is no point. */
    String figure() {
        if (curves.isEmpty()) {
            return "";
        }
        var axes = Axes.of(curves, percent);
        var svg = new StringBuilder();
        svg.append("<figure><figcaption><b>" + text(title) + "</b> " + text(note) + "</figcaption>");
        svg.append("<svg viewBox=\"0 0 " + number(WIDTH) + " 158\" role=\"img\" aria-label=\"" + text(title) + "\">");
        grid(svg, axes);
        for (int i = 0; i < curves.size(); i++) {
            line(svg, axes, curves.get(i), "c" + (i % 4 + 1), aside(i));
        }
        svg.append("</svg>");
        if (curves.stream().anyMatch(curve -> !curve.name().isEmpty())) {
            svg.append("<p class=\"key\">");
            for (int i = 0; i < curves.size(); i++) {
                svg.append("<span class=\"c" + (i % 4 + 1) + "\">"
                        + text(curves.get(i).name()) + "</span> ");
            }
            svg.append("</p>");
        }
        return svg.append("</figure>").toString();
    }

    /** What part of the plane is drawn. */
    private record Axes(double x0, double x1, double y0, double y1) {
        static Axes of(List<Curve> curves, boolean percent) {
            var x = points(curves).mapToDouble(Curve.Point::x).summaryStatistics();
            var y = points(curves)
                    .flatMapToDouble(point -> DoubleStream.of(point.low(), point.high()))
                    .summaryStatistics();
            double x1 = x.getMax() == x.getMin() ? x.getMin() + 1 : x.getMax();
            if (percent) {
                return new Axes(x.getMin(), x1, 0, 1);
            }
            double least = Math.abs(y.getMax()) / 50 + 1e-6;
            double tick = round(Math.max((y.getMax() - y.getMin()) / LINES, least));
            double y0 = Math.floor(y.getMin() / tick) * tick;
            if (y0 + LINES * tick < y.getMax()) {
                tick = round(Math.max((y.getMax() - y.getMin()) / (LINES - 1), least));
                y0 = Math.floor(y.getMin() / tick) * tick;
            }
            return new Axes(x.getMin(), x1, y0, y0 + LINES * tick);
        }

        /** The next larger of 1, 2, 2.5, 5 and their tens. */
        private static double round(double tick) {
            double ten = Math.pow(10, Math.floor(Math.log10(tick)));
            return DoubleStream.of(1, 2, 2.5, 5)
                    .map(step -> step * ten)
                    .filter(step -> step >= tick)
                    .findFirst()
                    .orElse(10 * ten);
        }

        private static Stream<Curve.Point> points(List<Curve> curves) {
            return curves.stream().flatMap(curve -> curve.points().stream());
        }

        double right(double x) {
            return LEFT + 8 + (RIGHT - LEFT - 16) * (x - x0) / (x1 - x0);
        }

        double down(double y) {
            return BOTTOM - (BOTTOM - TOP) * (y - y0) / (y1 - y0);
        }
    }

    private void grid(StringBuilder svg, Axes axes) {
        for (int i = 0; i <= LINES; i++) {
            double y = axes.y0 + (axes.y1 - axes.y0) * i / LINES;
            var at = number(axes.down(y));
            svg.append("<path class=\"grid\" d=\"M" + number(LEFT) + " " + at + "H" + number(RIGHT) + "\"/>");
            svg.append("<text x=\"" + number(LEFT - 6) + "\" y=\"" + at + "\" class=\"y\">"
                    + label(y, axes.y1 - axes.y0) + "</text>");
        }
        double span = axes.x1 - axes.x0;
        double stride = Math.max(1, Math.ceil(span / 6));
        for (double x = axes.x0; x <= axes.x1; x += stride) {
            if (x > Axes.points(curves).mapToDouble(Curve.Point::x).max().orElse(0)) {
                break;
            }
            svg.append("<text x=\"" + number(axes.right(x)) + "\" y=\"147\" class=\"x\">" + text(across) + number(x)
                    + "</text>");
        }
    }

    private String label(double y, double span) {
        if (percent) {
            return Html.decimal(100 * y, 0) + "%";
        }
        return Html.decimal(y, span >= 20 ? 0 : span >= 2 ? 1 : span >= 0.2 ? 2 : 3);
    }

    /** Intervals of several curves stand beside each other. */
    private double aside(int curve) {
        boolean intervals = Axes.points(curves).anyMatch(point -> point.low() < point.high());
        return intervals ? ASIDE * (curve - (curves.size() - 1) / 2.0) : 0;
    }

    private static void line(StringBuilder svg, Axes axes, Curve curve, String colour, double aside) {
        var path = new StringBuilder();
        for (var point : curve.points()) {
            path.append(path.isEmpty() ? "M" : "L")
                    .append(number(axes.right(point.x()) + aside))
                    .append(' ')
                    .append(number(axes.down(point.y())));
        }
        svg.append("<path class=\"line " + colour + "\" d=\"" + path + "\"/>");
        if (curve.points().size() <= FEW) {
            for (var point : curve.points()) {
                var x = number(axes.right(point.x()) + aside);
                if (point.low() < point.high()) {
                    svg.append("<path class=\"interval " + colour + "\" d=\"M" + x + " "
                            + number(axes.down(point.low())) + "V" + number(axes.down(point.high())) + "\"/>");
                }
                svg.append("<circle class=\"" + colour + "\" cx=\"" + x + "\" cy=\""
                        + number(axes.down(point.y())) + "\" r=\"3.5\"><title>" + Html.decimal(point.y(), 4)
                        + "</title></circle>");
            }
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
