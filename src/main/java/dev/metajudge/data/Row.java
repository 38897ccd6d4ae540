package dev.metajudge.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One row of a file. A column is a field's name, or a dotted path into nested objects and lists ({@code scores.overall},
 * {@code ratings.0}); a field that has the whole name comes before a path.
 *
 * @param line where the row begins in its file, 1-based
 * @param fields an object; the fields of CSV and TSV are texts
 */
public record Row(Path file, int line, JsonNode fields) {
    private static final int MOST_COLUMNS = 1000;
    private static final int LONGEST_SHOWN = 40;
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,5})?");

    public Row {
        if (!fields.isObject()) {
            throw new IllegalArgumentException("a row is an object, not " + fields.getNodeType());
        }
    }

    /** What a column holds, if the row has it; null in JSON counts as held. */
    public Optional<JsonNode> find(String column) {
        return find(fields, column);
    }

    private static Optional<JsonNode> find(JsonNode node, String path) {
        Optional<JsonNode> whole = child(node, path);
        for (int dot = path.indexOf('.'); whole.isEmpty() && dot >= 0; dot = path.indexOf('.', dot + 1)) {
            var rest = path.substring(dot + 1);
            whole = child(node, path.substring(0, dot)).flatMap(inner -> find(inner, rest));
        }
        return whole;
    }

    private static Optional<JsonNode> child(JsonNode node, String name) {
        return node.isArray() && name.matches("\\d{1,6}")
                ? Optional.ofNullable(node.get(Integer.parseInt(name)))
                : Optional.ofNullable(node.get(name));
    }

    /**
     * What a column holds.
     *
     * @throws UserError if the row lacks it, with the nearest column that it has
     */
    public JsonNode get(String column) {
        return find(column)
                .orElseThrow(() -> bad("no column \"" + column + "\"" + Spelling.suggestion(column, columns())));
    }

    /**
     * A column's text; a number as it is written.
     *
     * @throws UserError if it is missing, empty, or neither
     */
    public String text(String column) {
        JsonNode value = get(column);
        if (!value.isTextual() && !value.isNumber()) {
            throw bad("\"" + column + "\" holds " + shown(value) + ", not a text");
        } else if (value.asText().isEmpty()) {
            throw bad("\"" + column + "\" is empty");
        }
        return value.asText();
    }

    /**
     * A column's number; empty for null and for an empty text: nothing was measured.
     *
     * @throws UserError if it is missing or holds anything else, NaN and infinities included
     */
    public OptionalDouble number(String column) {
        return number(get(column), column);
    }

    /** The number in a value of this row, which the message calls by the column's name. */
    public OptionalDouble number(JsonNode value, String column) {
        var text = value.isNull() ? "" : value.asText().strip();
        if (value.isNull() || (value.isTextual() && text.isEmpty())) {
            return OptionalDouble.empty();
        }
        if ((value.isTextual() || value.isNumber()) && NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return OptionalDouble.of(number);
            }
        }
        throw bad("\"" + column + "\" holds " + shown(value)
                + ", not a finite number; leave it empty where there is none");
    }

    /** The columns, nested ones by their paths, for messages; of a huge row the first ones. */
    public Set<String> columns() {
        var names = new LinkedHashSet<String>();
        collect("", fields, names);
        return names;
    }

    private static void collect(String path, JsonNode node, Set<String> names) {
        for (var field : node.properties()) {
            if (names.size() >= MOST_COLUMNS) {
                return;
            }
            names.add(path + field.getKey());
            collect(path + field.getKey() + ".", field.getValue(), names);
        }
    }

    /** The file and line as messages begin: {@code ratings.csv:12}. */
    public String place() {
        return file + ":" + line;
    }

    /** An error that names the file and line. */
    public UserError bad(String problem) {
        return UserError.input(place() + ": " + problem);
    }

    /** A value as a message shows it: cut, and without characters that steer a terminal. */
    public static String shown(JsonNode value) {
        var text = value.toString();
        var cut = text.length() > LONGEST_SHOWN
                ? text.substring(
                                0,
                                Character.isHighSurrogate(text.charAt(LONGEST_SHOWN - 1))
                                        ? LONGEST_SHOWN - 1
                                        : LONGEST_SHOWN)
                        + "…"
                : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
