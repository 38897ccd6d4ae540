package dev.metajudge.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in aligned columns: a column of numbers to the right, any other to the left. */
final class Table {
    private static final String GAP = "  ";

    private final List<String> headers;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headers) {
        this.headers = List.of(headers);
    }

    Table row(Object... cells) {
        if (cells.length != headers.size()) {
            throw new IllegalArgumentException(
                    headers.size() + " columns, but the cells are " + Arrays.toString(cells));
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    /** One line a row, without blanks at the end, below the headers. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(line(headers));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            var blanks = " ".repeat(width(column) - cells.get(column).length());
            line.append(column == 0 ? "" : GAP);
            line.append(isNumeric(column) ? blanks + cells.get(column) : cells.get(column) + blanks);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(
                headers.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).matches("-|[-+]?[0-9][0-9.,e%+-]*"));
    }
}
