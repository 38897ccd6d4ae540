package dev.metajudge.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Reads rows as records. */
final class Select {
    private final Handle handle;

    Select(Handle handle) {
        this.handle = handle;
    }

    /** Whole rows; {@code rest} is what comes after the table's name. */
    <R extends Record & Row> List<R> rows(Class<R> type, String rest, Map<String, ?> values) {
        return records(
                type, "SELECT " + Columns.list(type, "t.") + " FROM " + Columns.table(type) + " t " + rest, values);
    }

    /** The rows with these values in a column, in the order of the values. */
    <R extends Record & Row> List<R> rowsIn(Class<R> type, String column, List<String> values, String order) {
        if (values.isEmpty()) {
            return List.of();
        }
        var sql = "SELECT " + Columns.list(type, "t.") + " FROM " + Columns.table(type) + " t WHERE t." + column
                + " IN (<values>) ORDER BY " + order;
        try (var query = handle.createQuery(sql)) {
            return query.bindList("values", values)
                    .map(ConstructorMapper.of(type))
                    .list();
        }
    }

    /** Records out of any query with columns of their components' names. */
    <R extends Record> List<R> records(Class<R> type, String sql, Map<String, ?> values) {
        try (var query = handle.createQuery(sql)) {
            return query.bindMap(values).map(ConstructorMapper.of(type)).list();
        }
    }

    Set<String> texts(String sql, Map<String, ?> values) {
        try (var query = handle.createQuery(sql)) {
            return new TreeSet<>(query.bindMap(values).mapTo(String.class).list());
        }
    }

    int number(String sql, Map<String, ?> values) {
        try (var query = handle.createQuery(sql)) {
            return query.bindMap(values).mapTo(Integer.class).one();
        }
    }
}
