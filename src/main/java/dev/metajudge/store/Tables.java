package dev.metajudge.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** All tables of a run as they are at one instant, row by row, in an order that equal runs share. */
public final class Tables {
    /** Rows are fetched so many at a time: the database keeps a whole result of a query in memory. */
    static final int PAGE = 1_000;

    private final Handle handle;
    private final Select select;

    Tables(Handle handle, Select select) {
        this.handle = handle;
        this.select = select;
    }

    /** A row of the catalogue. */
    public record Described(String table, String comment, String column, String type, boolean optional, String means) {}

    /** A column of a primary key. */
    public record Keyed(String table, String column) {}

    /** Every table, by name. */
    public List<DescribedTable> all() {
        var keys = select
                .records(
                        Keyed.class,
                        "SELECT LOWER(k.table_name) AS \"table\", LOWER(k.column_name) AS \"column\" "
                                + "FROM information_schema.table_constraints c "
                                + "JOIN information_schema.key_column_usage k ON k.constraint_schema = "
                                + "c.constraint_schema AND k.constraint_name = c.constraint_name "
                                + "WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema = CURRENT_SCHEMA "
                                + "ORDER BY k.table_name, k.ordinal_position",
                        Map.of())
                .stream()
                .collect(Collectors.groupingBy(
                        Keyed::table, Collectors.mapping(Keyed::column, Collectors.toUnmodifiableList())));
        var columns = select
                .records(
                        Described.class,
                        "SELECT LOWER(t.table_name) AS \"table\", COALESCE(t.remarks, '') AS comment, "
                                + "LOWER(c.column_name) AS \"column\", c.data_type AS type, "
                                + "c.is_nullable = 'YES' AS optional, COALESCE(c.remarks, '') AS means "
                                + "FROM information_schema.tables t JOIN information_schema.columns c "
                                + "ON c.table_schema = t.table_schema AND c.table_name = t.table_name "
                                + "WHERE t.table_schema = CURRENT_SCHEMA AND t.table_type = 'BASE TABLE' "
                                + "ORDER BY t.table_name, c.ordinal_position",
                        Map.of())
                .stream()
                .collect(Collectors.groupingBy(Described::table, TreeMap::new, Collectors.toList()));
        return columns.entrySet().stream()
                .map(table -> new DescribedTable(
                        table.getKey(),
                        table.getValue().getFirst().comment(),
                        table.getValue().stream().map(Tables::column).toList(),
                        keys.getOrDefault(table.getKey(), List.of())))
                .toList();
    }

    private static DescribedTable.Column column(Described row) {
        var type =
                switch (row.type()) {
                    case "CHARACTER VARYING" -> "text";
                    case "INTEGER", "BIGINT" -> "whole number";
                    case "DOUBLE PRECISION" -> "number";
                    case "BOOLEAN" -> "true or false";
                    case "TIMESTAMP WITH TIME ZONE" -> "time";
                    default -> throw new IllegalStateException(row.table() + "." + row.column() + ": " + row.type());
                };
        return new DescribedTable.Column(row.column(), type, row.optional(), row.means());
    }

    /**
     * Gives every row of a table, ordered by its key: values in the order of the table's columns, as texts, numbers,
     * booleans, instants, or null.
     */
    public void each(DescribedTable table, Consumer<List<@Nullable Object>> row) {
        var names = table.columns().stream().map(DescribedTable.Column::name).toList();
        var key = String.join(", ", table.key());
        var marks = String.join(", ", Collections.nCopies(table.key().size(), "?"));
        var from = "SELECT " + String.join(", ", names) + " FROM " + table.name();
        var rest = " ORDER BY " + key + " LIMIT " + PAGE;
        try {
            var last = page(table, from + rest, List.of(), row);
            while (!last.isEmpty()) {
                last = page(table, from + " WHERE (" + key + ") > (" + marks + ")" + rest, last, row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("reading the table " + table.name(), e);
        }
    }

    /** The key of the page's last row; empty when there is no further page. */
    private List<Object> page(
            DescribedTable table, String sql, List<Object> after, Consumer<List<@Nullable Object>> row)
            throws SQLException {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < after.size(); i++) {
                statement.setObject(i + 1, after.get(i));
            }
            try (var result = statement.executeQuery()) {
                int count = 0;
                List<Object> last = List.of();
                while (result.next()) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int i = 1; i <= table.columns().size(); i++) {
                        values.add(value(result, i, table.columns().get(i - 1)));
                    }
                    row.accept(values);
                    if (++count == PAGE) {
                        last = keyOf(table, result);
                    }
                }
                return last;
            }
        }
    }

    private static List<Object> keyOf(DescribedTable table, ResultSet result) throws SQLException {
        List<Object> key = new ArrayList<>();
        for (var column : table.key()) {
            key.add(result.getObject(column));
        }
        return key;
    }

    private static @Nullable Object value(ResultSet result, int index, DescribedTable.Column column)
            throws SQLException {
        if (column.type().equals("time")) {
            var at = result.getObject(index, OffsetDateTime.class);
            return at == null ? null : at.toInstant();
        }
        return column.type().equals("text") ? result.getString(index) : result.getObject(index);
    }
}
