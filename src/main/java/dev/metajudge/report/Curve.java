package dev.metajudge.report;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name for the key; empty when the chart's title says it
 * @param points from left to right
 * @param kind how it is drawn
 */
record Curve(String name, List<Point> points, Kind kind) {
    /** How a line is drawn. */
    enum Kind {
        MEASURED,
        /** Dashed and without a colour: what would be perfect, or an interval's end. */
        GUIDE
    }

    Curve {
        points = List.copyOf(points);
    }

    Curve(String name, List<Point> points) {
        this(name, points, Kind.MEASURED);
    }

    /** A place in the chart's own units, and the interval of y; finite. */
    record Point(double x, double y, double low, double high) {
        /** Without an interval. */
        Point(double x, double y) {
            this(x, y, y, y);
        }

        Point {
            if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(low) || !Double.isFinite(high)) {
                throw new IllegalArgumentException("a point is finite, not " + x + ", " + y);
            }
        }
    }
}
