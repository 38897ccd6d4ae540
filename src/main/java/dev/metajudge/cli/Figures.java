package dev.metajudge.cli;

import dev.metajudge.measure.agreement.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Figures with their intervals in tables; one that is undefined is "-", and why stands below. */
final class Figures {
    private static final int NAMED = 3;

    private final Map<String, List<String>> reasons = new LinkedHashMap<>();

    /** "0.334 (0.291 to 0.376)" */
    String cell(String what, Estimate figure, int decimals) {
        figure.reason().ifPresent(reason -> because("\"-\": " + reason, what));
        if (figure.undefined() > 0) {
            because("undefined on some resamples, the interval is of the others", what);
        }
        return text(figure, decimals);
    }

    private void because(String reason, String what) {
        var where = reasons.computeIfAbsent(reason, ignored -> new ArrayList<>());
        if (!where.contains(what)) {
            where.add(what);
        }
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

    /** What the "-" in the tables mean, and other remarks. */
    List<String> notes(List<String> others) {
        var lines = new ArrayList<String>();
        Stream.concat(others.stream(), reasons().stream())
                .forEach(note ->
                        lines.addAll(Plain.lines(note, "  ").stream().limit(20).toList()));
        if (!lines.isEmpty()) {
            lines.addFirst("");
        }
        return lines;
    }

    /** Why figures are missing, each reason once, with the first figures that it is true of. */
    List<String> reasons() {
        return reasons.entrySet().stream()
                .map(reason -> reason.getKey() + " ("
                        + reason.getValue().stream().limit(NAMED).collect(Collectors.joining("; "))
                        + (reason.getValue().size() > NAMED
                                ? "; and " + (reason.getValue().size() - NAMED) + " more"
                                : "")
                        + ")")
                .toList();
    }
}
