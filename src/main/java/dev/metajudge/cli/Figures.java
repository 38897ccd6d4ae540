package dev.metajudge.cli;

import dev.metajudge.measure.agreement.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Figures with their intervals in tables; one that is undefined is "-", and why stands below. */
final class Figures {
    private final Set<String> reasons = new LinkedHashSet<>();

    /** "0.334 (0.291 to 0.376)" */
    String cell(String what, Estimate figure, int decimals) {
        figure.reason().ifPresent(reason -> reasons.add(what + ": " + reason));
        if (figure.undefined() > 0) {
            reasons.add(what + ": undefined on " + figure.undefined() + " resamples; the interval is of the others");
        }
        return text(figure, decimals);
    }

    static String text(Estimate figure, int decimals) {
        return figure.value()
                .map(value -> Numbers.decimal(value, decimals) + interval(figure, decimals))
                .orElse("-");
    }

    private static String interval(Estimate figure, int decimals) {
        return figure.low().isEmpty()
                ? ""
                : " (" + Numbers.decimal(figure.low().get(), decimals) + " to "
                        + Numbers.decimal(figure.high().orElseThrow(), decimals) + ")";
    }

    static String p(Optional<Double> p) {
        return p.map(value -> Numbers.decimal(value, value < 0.01 ? 4 : 3)).orElse("-");
    }

    /** What the "-" in the tables mean, and other remarks; each behind a dash. */
    List<String> notes(List<String> others) {
        var lines = new ArrayList<String>();
        Stream.concat(others.stream(), reasons.stream())
                .forEach(note ->
                        lines.addAll(Plain.lines(note, "  ").stream().limit(20).toList()));
        if (!lines.isEmpty()) {
            lines.addFirst("");
        }
        return lines;
    }

    Set<String> reasons() {
        return reasons;
    }
}
