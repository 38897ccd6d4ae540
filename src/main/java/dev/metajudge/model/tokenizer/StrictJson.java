package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.files.BadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads JSON out of model folders: bounded, without doubled keys, and with errors that name the file. */
final class StrictJson {
    /** Deep enough for any tokenizer, and far from what would overflow a stack. */
    private static final int DEEPEST = 64;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(1 << 20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // a vocabulary's keys are as many as its tokens: not worth keeping
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final ObjectMapper JSON = new ObjectMapper(FACTORY);

    private StrictJson() {}

    /**
     * A place in a file's bytes.
     *
     * @param begin the first byte
     * @param end the byte after the last
     */
    record Span(int begin, int end) {
        int length() {
            return end - begin;
        }
    }

    /** The file's bytes, empty if it is not there. */
    static Optional<byte[]> bytes(Path file, int most) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            long size = Files.size(file);
            if (size > most) {
                throw BadFile.refuse(file, "it has %,d bytes; %,d is the most that is read".formatted(size, most));
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw BadFile.unreadable(file, failed);
        }
    }

    /** A file that is a JSON object; empty if it is not there. */
    static Optional<JsonNode> object(Path file, int most) {
        return bytes(file, most).map(bytes -> {
            JsonNode node = tree(file, bytes, new Span(0, bytes.length));
            if (!node.isObject()) {
                throw BadFile.refuse(file, "it is not a JSON object");
            }
            return node;
        });
    }

    static JsonNode tree(Path file, byte[] json, Span span) {
        try (JsonParser parser = FACTORY.createParser(json, span.begin(), span.length())) {
            JsonNode node = JSON.readTree(parser);
            if (node == null || parser.nextToken() != null) {
                throw BadFile.refuse(file, "it is not one JSON value");
            }
            return node;
        } catch (IOException bad) {
            throw notJson(file, bad);
        }
    }

    /** Where the values of the outermost object stand, by key. */
    static Map<String, Span> spans(Path file, byte[] json) {
        var spans = new LinkedHashMap<String, Span>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw BadFile.refuse(file, "it is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                long begin = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                long end = parser.currentLocation().getByteOffset();
                if (begin < 0 || end < begin) {
                    throw BadFile.refuse(file, "it is not in UTF-8");
                }
                spans.put(key, new Span((int) begin, (int) end));
            }
            if (parser.nextToken() != null) {
                throw BadFile.refuse(file, "something follows the JSON object");
            }
        } catch (IOException bad) {
            throw notJson(file, bad);
        }
        return spans;
    }

    static dev.metajudge.UserError notJson(Path file, IOException bad) {
        String reason = bad instanceof JsonProcessingException json ? json.getOriginalMessage() : bad.getMessage();
        return BadFile.refuse(file, "it is not sound JSON: " + reason);
    }
}
