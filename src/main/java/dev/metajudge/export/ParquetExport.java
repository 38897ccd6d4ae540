package dev.metajudge.export;

import dev.metajudge.store.DescribedTable;
import dev.metajudge.store.RunReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * A run as Parquet files, a table each, and its preference pairs as conversations. Rows go through lines of JSON, which
 * DuckDB turns into Parquet: nothing is in memory as a whole.
 */
public final class ParquetExport {
    /** The file of the pairs. */
    public static final String PAIRS = "pairs";

    private static final String MESSAGES = "STRUCT(role VARCHAR, content VARCHAR)[]";

    private final Path folder;
    private final Connection duck;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    private ParquetExport(Path folder, Connection duck) {
        this.folder = folder;
        this.duck = duck;
    }

    /**
     * Writes the folder.
     *
     * @param pairs gives the run's pairs, which become "pairs.parquet"; without, none are written
     * @param out is made; if it is there it must be empty
     * @return files, without their ending, and how many rows each has
     * @throws dev.metajudge.UserError when the folder has something in it or cannot be written
     */
    public static Map<String, Long> write(
            RunReader reader, Optional<ToIntFunction<Consumer<ExportedPair>>> pairs, Path out) {
        return OutputFolder.make(out, folder -> {
            try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
                var export = new ParquetExport(folder, duck);
                export.set("autoinstall_known_extensions = false"); // nothing is fetched from anywhere
                export.set("memory_limit = '512MB'");
                export.set("temp_directory = " + quoted(folder.resolve("spilled")));
                reader.tables(tables -> tables.all().forEach(table -> {
                    Path lines = folder.resolve(table.name() + ".jsonl");
                    long rows = RowsExport.table(tables, table, lines);
                    export.convert(table.name(), rows, columns(table));
                }));
                pairs.ifPresent(export::pairs);
                return export.counts;
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        });
    }

    private void pairs(ToIntFunction<Consumer<ExportedPair>> pairs) {
        int count = TrlExport.write(folder.resolve(PAIRS + ".jsonl"), pairs);
        var columns = new LinkedHashMap<String, String>();
        for (String name : new String[] {"prompt", "chosen", "rejected"}) {
            columns.put(name, MESSAGES);
        }
        columns.put("id", "VARCHAR");
        columns.put("kind", "VARCHAR");
        convert(PAIRS, count, columns);
    }

    private static Map<String, String> columns(DescribedTable table) {
        var columns = new LinkedHashMap<String, String>();
        for (DescribedTable.Column column : table.columns()) {
            columns.put(
                    column.name(),
                    switch (column.type()) {
                        case "text" -> "VARCHAR";
                        case "whole number" -> "BIGINT";
                        case "number" -> "DOUBLE";
                        case "true or false" -> "BOOLEAN";
                        case "time" -> "TIMESTAMPTZ";
                        default -> throw new IllegalStateException(table.name() + "." + column.name());
                    });
        }
        return columns;
    }

    /** Makes NAME.parquet of NAME.jsonl, which goes away. */
    private void convert(String name, long rows, Map<String, String> columns) {
        Path lines = folder.resolve(name + ".jsonl");
        String types = columns.entrySet().stream()
                .map(column -> "'%s': '%s'".formatted(column.getKey(), column.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        run(
                "COPY (SELECT * FROM read_json(%s, format = 'newline_delimited', columns = %s)) TO %s (FORMAT parquet, COMPRESSION zstd)"
                        .formatted(quoted(lines), types, quoted(folder.resolve(name + ".parquet"))));
        try {
            Files.delete(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        counts.put(name, rows);
    }

    private void set(String setting) {
        run("SET " + setting);
    }

    private void run(String sql) {
        try (var statement = duck.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
