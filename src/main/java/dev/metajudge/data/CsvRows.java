package dev.metajudge.data;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/** Records of fields between separators; the first one names the columns, and all have as many fields as it. */
final class CsvRows implements RowFile.Format {
    static final CsvRows COMMAS = new CsvRows(CsvSchema.emptySchema().withColumnSeparator(','));
    static final CsvRows TABS =
            new CsvRows(CsvSchema.emptySchema().withColumnSeparator('\t').withoutQuoteChar());

    private static final CsvFactory FACTORY = CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(RowFile.LONGEST_FIELD)
                    .build())
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .build();

    private final CsvSchema schema;

    private CsvRows(CsvSchema schema) {
        this.schema = schema;
    }

    private record Fields(int line, List<String> values) {
        boolean isBlankLine() {
            return values.size() == 1 && values.getFirst().isEmpty();
        }
    }

    @Override
    public void read(Path file, Reader text, Consumer<Row> to) throws IOException {
        try (CsvParser parser = FACTORY.createParser(text)) {
            parser.setSchema(schema);
            if (parser.nextToken() == null) {
                return;
            }
            List<String> names = List.of();
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                Fields record = record(parser);
                boolean nothing = record.isBlankLine() && names.size() != 1;
                if (names.isEmpty() && !nothing) {
                    names = names(file, record);
                } else if (!nothing) {
                    to.accept(row(file, names, record));
                }
            }
        }
    }

    private static Fields record(CsvParser parser) throws IOException {
        int line = 0;
        var values = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            // A record's own location is still that of the record before; its first field's is right.
            line = values.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
            values.add(parser.getText());
        }
        return new Fields(line, values);
    }

    private static List<String> names(Path file, Fields header) {
        var seen = new HashSet<String>();
        for (String name : header.values()) {
            if (!seen.add(name)) {
                throw UserError.input("%s:%d: two columns are called \"%s\"".formatted(file, header.line(), name));
            }
        }
        return List.copyOf(header.values());
    }

    private static Row row(Path file, List<String> names, Fields record) {
        if (record.values().size() != names.size()) {
            throw UserError.input("%s:%d: %,d fields, but the first line names %,d columns"
                    .formatted(file, record.line(), record.values().size(), names.size()));
        }
        var fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < names.size(); i++) {
            fields.put(names.get(i), record.values().get(i));
        }
        return new Row(file, record.line(), fields);
    }
}
