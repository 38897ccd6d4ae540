package dev.metajudge.cli;

import java.util.List;

/** Texts of models made safe for a terminal: a control character in one could move the cursor or worse. */
final class Plain {
    private static final String CUT = "…";

    private Plain() {}

    /** The text's lines, each behind the margin. */
    static List<String> lines(String text, String margin) {
        return text.isEmpty()
                ? List.of(margin + "(empty)")
                : text.lines()
                        .map(line -> (margin + visible(line)).stripTrailing())
                        .toList();
    }

    /** The text on one line, cut to so many characters. */
    static String cell(String text, int longest) {
        var shown = visible(text.replace("\n", "⏎"));
        return shown.codePointCount(0, shown.length()) <= longest
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, longest - 1)) + CUT;
    }

    private static String visible(String line) {
        var text = new StringBuilder();
        line.codePoints().forEach(c -> {
            if (c == '\t') {
                text.append("    ");
            } else if (hidden(c)) {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }

    private static boolean hidden(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
