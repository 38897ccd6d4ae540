package dev.metajudge.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Objects one after the other, as JSON Lines has them, or in one list; a name twice in one object is refused. */
final class JsonRows implements RowFile.Format {
    private static final int DEEPEST = 100;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(RowFile.LONGEST_FIELD)
                    .maxNestingDepth(DEEPEST)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    @Override
    public void read(Path file, Reader text, Consumer<Row> to) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            boolean list = parser.nextToken() == JsonToken.START_ARRAY;
            for (JsonToken token = list ? parser.nextToken() : parser.currentToken();
                    token != null && token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                if (token != JsonToken.START_OBJECT) {
                    throw UserError.input(
                            file + ":" + line + ": a row must be a JSON object, {\"column\": value, ...}");
                }
                JsonNode fields = parser.readValueAsTree();
                to.accept(new Row(file, line, fields));
            }
            if (list && parser.nextToken() != null) {
                throw UserError.input(file + ":" + parser.currentTokenLocation().getLineNr()
                        + ": something follows the list of rows");
            }
        }
    }
}
