package dev.metajudge.store;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names that a row's record gives its table and columns: PairOutcomeRow is pair_outcome, leftOut is left_out. */
final class Columns {
    private Columns() {}

    static String table(Class<? extends Row> type) {
        var name = type.getSimpleName();
        return snake(name.substring(0, name.length() - "Row".length()));
    }

    /** All columns, each after the prefix, parted by commas. */
    static String list(Class<? extends Record> type, String prefix) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> prefix + snake(component.getName()))
                .collect(Collectors.joining(", "));
    }

    static String insert(Class<? extends Row> type) {
        var values = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> ":" + name)
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table(type) + " (" + list(type.asSubclass(Record.class), "") + ") VALUES (" + values
                + ")";
    }

    private static String snake(String camel) {
        return camel.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
