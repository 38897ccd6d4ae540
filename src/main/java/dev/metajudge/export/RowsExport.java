package dev.metajudge.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.store.DescribedTable;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.Tables;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every table of a run as {@code <table>.jsonl}: a row an object a line, columns in the table's order, rows ordered by
 * the primary key. Two equal runs give equal files but for the columns in {@link DescribedTable#TIMED}.
 */
public final class RowsExport {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private RowsExport() {}

    /**
     * Writes the folder, by renaming it when it is whole.
     *
     * @param out is made; if it is there it must be empty
     * @return tables and how many rows each had
     * @throws dev.metajudge.UserError when the folder has something in it or cannot be written
     */
    public static Map<String, Long> write(RunReader reader, Path out) {
        return OutputFolder.make(out, folder -> tables(reader, folder));
    }

    private static Map<String, Long> tables(RunReader reader, Path folder) {
        Map<String, Long> counts = new LinkedHashMap<>();
        reader.tables(tables -> {
            for (var table : tables.all()) {
                counts.put(table.name(), table(tables, table, folder.resolve(table.name() + ".jsonl")));
            }
        });
        return counts;
    }

    /** Writes one table. */
    static long table(Tables tables, DescribedTable table, Path file) {
        long[] rows = new long[1];
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel));
            try (var json = JSON.createGenerator(out)) {
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.setRootValueSeparator(null);
                tables.each(table, values -> {
                    line(json, table, values);
                    rows[0]++;
                });
            }
            out.flush();
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows[0];
    }

    private static void line(JsonGenerator json, DescribedTable table, List<@Nullable Object> values) {
        try {
            json.writeStartObject();
            for (int i = 0; i < values.size(); i++) {
                json.writeFieldName(table.columns().get(i).name());
                switch (values.get(i)) {
                    case null -> json.writeNull();
                    case Integer whole -> json.writeNumber(whole);
                    case Long whole -> json.writeNumber(whole);
                    case Double number -> json.writeNumber(number);
                    case Boolean truth -> json.writeBoolean(truth);
                    case Object text -> json.writeString(text.toString());
                }
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
