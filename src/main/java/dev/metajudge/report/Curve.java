package dev.metajudge.report;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name for the key; empty when the chart's title says it
 * @param points from left to right
 */
record Curve(String name, List<Point> points) {
    Curve {
        points = List.copyOf(points);
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
