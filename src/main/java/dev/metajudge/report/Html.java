package dev.metajudge.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** HTML being written. {@link #raw} takes what this program wrote; everything that came from elsewhere goes through {@link #text}. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    Html raw(String markup) {
        out.append(markup).append('\n');
        return this;
    }

    /** A page's beginning: one that needs no network and runs no script. */
    Html begin(String title) {
        return raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"/>")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'\"/>")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
                .raw("<meta name=\"color-scheme\" content=\"light dark\"/>")
                .raw("<title>" + text(title) + " – metajudge</title><style>" + style() + "</style></head><body><main>")
                .raw("<h1>" + text(title) + "</h1>");
    }

    Html end() {
        return raw("</main></body></html>");
    }

    private static String style() {
        try (var in = Html.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("the program lacks report.css");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Html element(String name, String text) {
        return raw("<" + name + ">" + text(text) + "</" + name + ">");
    }

    /** A table; the first column is of names, the others of numbers or short words. */
    Html table(List<String> headers, List<List<String>> rows) {
        out.append("<div class=\"wide\"><table><thead><tr>");
        headers.forEach(header -> out.append("<th>").append(text(header)).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        for (var row : rows) {
            out.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                var tag = i == 0 ? "th" : "td";
                out.append("<" + tag + ">").append(text(row.get(i))).append("</" + tag + ">");
            }
            out.append("</tr>\n");
        }
        raw("</tbody></table></div>");
        return this;
    }

    /** A table of figures: an interval, "0.3 (0.2 to 0.4)", stands on a line of its own. */
    Html figures(List<String> headers, List<List<String>> rows) {
        out.append("<div class=\"wide\"><table class=\"figures\"><thead><tr>");
        headers.forEach(header -> out.append("<th>").append(text(header)).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        for (var row : rows) {
            out.append("<tr><th>").append(text(row.getFirst())).append("</th>");
            for (String cell : row.subList(1, row.size())) {
                int interval = cell.endsWith(")") && cell.contains(" to ") ? cell.indexOf(" (") : -1;
                out.append("<td>")
                        .append(text(interval < 0 ? cell : cell.substring(0, interval)))
                        .append(interval < 0 ? "" : "<small>" + text(cell.substring(interval + 1)) + "</small>")
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        return raw("</tbody></table></div>");
    }

    /** Text as HTML shows it: markup is escaped, and characters that steer a terminal or turn writing round are seen. */
    static String text(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (hidden(c)) {
                        escaped.append("\uFFFD");
                    } else {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean hidden(int c) {
        boolean steers = Character.isISOControl(c) && c != '\n' && c != '\t';
        boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        boolean none = (c >= 0xD800 && c <= 0xDFFF) || (c & 0xFFFE) == 0xFFFE;
        return steers || turns || none;
    }

    static String decimal(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String decimal(Optional<Double> value, int decimals) {
        return value.map(number -> decimal(number, decimals)).orElse("–");
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(Optional<Double> share) {
        return share.map(value -> decimal(100 * value, 0) + "%").orElse("–");
    }

    /** "12 (34%)"; without a whole, the count alone. */
    static String share(long part, long whole) {
        return whole == 0 ? count(part) : count(part) + " (" + decimal(100.0 * part / whole, 0) + "%)";
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
