package dev.metajudge.cli;

import dev.metajudge.store.SqlResult;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the rows of a query are printed; named as on the command line. */
enum SqlFormat {
    /** For people: aligned, texts on one line and cut. */
    table {
        @Override
        void write(SqlResult result, PrintWriter out) {
            var table = new Table(result.columns().toArray(String[]::new));
            for (var row : result.rows()) {
                table.row(row.stream()
                        .map(value -> value == null ? "-" : Plain.cell(text(value), LONGEST_CELL))
                        .toArray());
            }
            table.lines().forEach(out::println);
        }
    },

    /** RFC 4180 with a line of names; null is an empty field, an empty text is quoted. */
    csv {
        @Override
        void write(SqlResult result, PrintWriter out) {
            out.println(result.columns().stream().map(SqlFormat::field).collect(Collectors.joining(",")));
            for (var row : result.rows()) {
                out.println(row.stream().map(SqlFormat::field).collect(Collectors.joining(",")));
            }
        }
    },

    /** An array with one object a line. */
    json {
        @Override
        void write(SqlResult result, PrintWriter out) {
            out.println("[");
            int left = result.rows().size();
            for (var row : result.rows()) {
                var object = new LinkedHashMap<String, @Nullable Object>();
                for (int i = 0; i < row.size(); i++) {
                    object.put(unused(result.columns().get(i), object), row.get(i));
                }
                out.println(Json.line(object) + (--left > 0 ? "," : ""));
            }
            out.println("]");
        }
    };

    private static final int LONGEST_CELL = 60;

    abstract void write(SqlResult result, PrintWriter out);

    /** Two columns of a query may have one name; an object's may not. */
    private static String unused(String name, Map<String, @Nullable Object> object) {
        var free = name;
        for (int i = 2; object.containsKey(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : Objects.toString(value);
    }

    private static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        var text = text(value);
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
