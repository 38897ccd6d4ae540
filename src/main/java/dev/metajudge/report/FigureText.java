package dev.metajudge.report;

import dev.metajudge.measure.Figure;
import dev.metajudge.store.FigureRow;
import java.util.Locale;
import java.util.Optional;

/** Figures and differences of them as people read them. */
public final class FigureText {
    private static final String NONE = "–";

    private FigureText() {}

    /** What is measured: the row's name where this program does not know it. */
    public static String title(String name) {
        return Figure.labelled(name).map(Figure::title).orElse(name);
    }

    /** "41% (35 to 48)", "0.31 (0.05 to 0.52)"; a dash where it is undefined. */
    public static String value(FigureRow row) {
        var unit = unit(row);
        return row.estimate()
                .map(value -> plain(value, unit) + (unit == Figure.Unit.SHARE ? "%" : "") + interval(row, unit, false))
                .orElse(NONE);
    }

    /** "+12 points (+3 to +21)", "-0.10 (-0.20 to -0.01)"; a dash where it is undefined. */
    public static String difference(FigureRow row) {
        var unit = unit(row);
        return row.estimate()
                .map(value ->
                        signed(value, unit) + (unit == Figure.Unit.SHARE ? " points" : "") + interval(row, unit, true))
                .orElse(NONE);
    }

    private static String interval(FigureRow row, Figure.Unit unit, boolean signed) {
        if (row.low().isEmpty() || row.high().isEmpty()) {
            return " (no interval)";
        }
        double low = row.low().get();
        double high = row.high().get();
        return " (" + (signed ? signed(low, unit) : plain(low, unit)) + " to "
                + (signed ? signed(high, unit) : plain(high, unit)) + ")";
    }

    private static String signed(double value, Figure.Unit unit) {
        var text = plain(value, unit);
        return text.startsWith("-") || text.matches("[0.]+") ? text : "+" + text;
    }

    private static String plain(double value, Figure.Unit unit) {
        var text =
                switch (unit) {
                    case SHARE -> String.format(Locale.ROOT, "%.0f", 100 * value);
                    case NUMBER -> String.format(Locale.ROOT, "%.2f", value);
                    case LENGTH -> String.format(Locale.ROOT, "%.0f", value);
                };
        return text.matches("-[0.]+") ? text.substring(1) : text;
    }

    private static Figure.Unit unit(FigureRow row) {
        return Optional.of(row.name())
                .flatMap(Figure::labelled)
                .map(Figure::unit)
                .orElse(Figure.Unit.NUMBER);
    }
}
