package dev.metajudge.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** Reads rows as records. */
final class Select {
    private final Handle handle;
    private final Path file;

    /** @param file the database's, for messages */
    Select(Handle handle, Path file) {
        this.handle = handle;
        this.file = file;
    }

    /** Whole rows; {@code rest} is what comes after the table's name. */
    <R extends Record & Row> List<R> rows(Class<R> type, String rest, Map<String, ?> values) {
        return records(
                type, "SELECT " + Columns.list(type, "t.") + " FROM " + Columns.table(type) + " t " + rest, values);
    }

    /** The rows with these values in a column. */
    <R extends Record & Row> List<R> rowsIn(Class<R> type, String column, List<String> values, String order) {
        if (values.isEmpty()) {
            return List.of();
        }
        var sql = "SELECT " + Columns.list(type, "t.") + " FROM " + Columns.table(type) + " t WHERE t." + column
                + " IN (<values>) ORDER BY " + order;
        return ask(
                sql,
                query -> query.bindList("values", values)
                        .map(ConstructorMapper.of(type))
                        .list());
    }

    /** Records out of any query with columns of their components' names. */
    <R extends Record> List<R> records(Class<R> type, String sql, Map<String, ?> values) {
        return ask(
                sql,
                query -> query.bindMap(values).map(ConstructorMapper.of(type)).list());
    }

    Set<String> texts(String sql, Map<String, ?> values) {
        return ask(
                sql,
                query -> new TreeSet<>(query.bindMap(values).mapTo(String.class).list()));
    }

    int number(String sql, Map<String, ?> values) {
        return ask(sql, query -> query.bindMap(values).mapTo(Integer.class).one());
    }

    private <T> T ask(String sql, Function<Query, T> read) {
        try (var query = handle.createQuery(sql)) {
            return read.apply(query);
        } catch (JdbiException e) {
            throw Failure.of(e, file);
        }
    }
}
