package dev.metajudge.store;

import java.util.List;
import java.util.Set;

/**
 * A table as the database describes it.
 *
 * @param name lower case
 * @param comment what a row of it is
 * @param columns in the table's order
 * @param key the primary key's columns, in its order; rows are ordered by them
 */
public record DescribedTable(String name, String comment, List<Column> columns, List<String> key) {
    /** Columns that hold when something was done or how long it took: what two equal runs differ in. */
    public static final Set<String> TIMED = Set.of("created_at", "seconds");

    public DescribedTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("table " + name + " has no primary key to order its rows by");
        }
    }

    /**
     * A column.
     *
     * @param name lower case
     * @param type text, whole number, number, true or false, time
     * @param optional whether it may be null
     * @param comment what it means
     */
    public record Column(String name, String type, boolean optional, String comment) {
        /** Whether two equal runs may differ in it. */
        public boolean timed() {
            return TIMED.contains(name);
        }
    }
}
