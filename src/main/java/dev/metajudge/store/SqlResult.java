package dev.metajudge.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query gave.
 *
 * @param columns the columns' names, lower case
 * @param rows values in the columns' order: numbers, booleans, texts, or null
 * @param cut whether there were more rows than the limit
 */
public record SqlResult(List<String> columns, List<List<@Nullable Object>> rows, boolean cut) {
    public SqlResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
