package dev.metajudge.model.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.metajudge.UserError;
import dev.metajudge.model.quant.SafetensorsFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a safetensors header piece by piece, so that a hostile one costs no more memory than its text.
 * Each entry is checked by itself here, their places together by {@link SafetensorsHeader}.
 */
final class SafetensorsParser {
    private static final String METADATA = "__metadata__";
    private static final int MOST_TENSORS = 1 << 17;
    private static final int MOST_NOTES = 1 << 12;
    private static final int MOST_DIMENSIONS = 8;
    private static final int LONGEST_NAME = 1 << 10;
    private static final int DEEPEST = 8;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();

    private final Path file;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, SafetensorsSpan> spans = new LinkedHashMap<>();
    private boolean metadataSeen;

    SafetensorsParser(Path file) {
        this.file = file;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    Map<String, SafetensorsSpan> spans() {
        return spans;
    }

    void parse(String header) throws IOException {
        try (JsonParser json = JSON.createParser(header)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals(METADATA)) {
                    readMetadata(json);
                } else {
                    readTensor(json, name);
                }
            }
            require(json.nextToken() == null, "something follows the JSON object of its header");
        }
    }

    private void readMetadata(JsonParser json) throws IOException {
        require(!metadataSeen, METADATA + " occurs twice in its header");
        metadataSeen = true;
        require(json.currentToken() == JsonToken.START_OBJECT, METADATA + " is not an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            require(json.nextToken() == JsonToken.VALUE_STRING, "%s of %s is not a text".formatted(key, METADATA));
            require(metadata.put(key, json.getText()) == null, "%s of %s occurs twice".formatted(key, METADATA));
            require(metadata.size() <= MOST_NOTES, METADATA + " has more than %d keys".formatted(MOST_NOTES));
        }
    }

    private void readTensor(JsonParser json, String name) throws IOException {
        String tensor = "tensor " + name;
        require(!name.isEmpty(), "a tensor has no name");
        require(!spans.containsKey(name), "two tensors are named " + name);
        require(spans.size() < MOST_TENSORS, "it has more than %d tensors".formatted(MOST_TENSORS));
        require(json.currentToken() == JsonToken.START_OBJECT, tensor + " is not described by an object");
        SafetensorsFormat format = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> format = once(tensor, field, format, format(json, tensor));
                case "shape" -> shape = once(tensor, field, shape, wholes(json, tensor, field, MOST_DIMENSIONS));
                case "data_offsets" -> offsets = once(tensor, field, offsets, wholes(json, tensor, field, 2));
                default -> throw refuse("%s has the field %s, which is not known".formatted(tensor, field));
            }
        }
        if (format == null || shape == null || offsets == null) {
            String missing = format == null ? "dtype" : shape == null ? "shape" : "data_offsets";
            throw refuse("%s has no %s".formatted(tensor, missing));
        }
        require(offsets.size() == 2, tensor + " must have two data_offsets");
        var span = new SafetensorsSpan(name, format, shape, offsets.get(0), offsets.get(1));
        checkSize(tensor, span);
        spans.put(name, span);
    }

    private <T> T once(String tensor, String field, @Nullable T before, T now) {
        require(before == null, "%s has %s twice".formatted(tensor, field));
        return now;
    }

    private SafetensorsFormat format(JsonParser json, String tensor) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING, "the dtype of %s is not a text".formatted(tensor));
        String name = json.getText();
        return SafetensorsFormat.of(name)
                .orElseThrow(() -> refuse("%s has the dtype %s, which cannot be read; get a file in one of %s"
                        .formatted(tensor, name, List.of(SafetensorsFormat.values()))));
    }

    private List<Long> wholes(JsonParser json, String tensor, String field, int most) throws IOException {
        String what = "%s of %s".formatted(field, tensor);
        require(json.currentToken() == JsonToken.START_ARRAY, what + " is not an array");
        var wholes = new ArrayList<Long>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(wholes.size() < most, "%s has more than %d numbers".formatted(what, most));
            boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != NumberType.BIG_INTEGER
                    && json.getLongValue() >= 0;
            require(whole, "%s holds %s, which is not a size".formatted(what, json.getText()));
            wholes.add(json.getLongValue());
        }
        return wholes;
    }

    private void checkSize(String tensor, SafetensorsSpan span) {
        long elements = 1;
        for (long size : span.shape()) {
            if (size > Integer.MAX_VALUE || (size > 0 && elements > (1L << 40) / size)) {
                throw refuse("%s has the shape %s, which is too large to be".formatted(tensor, span.shape()));
            }
            elements *= size;
        }
        if (span.end() < span.begin()) {
            throw refuse("%s ends at byte %d of the data, before it begins at %d"
                    .formatted(tensor, span.end(), span.begin()));
        }
        long bytes = elements * span.format().bytes();
        if (span.end() - span.begin() != bytes) {
            throw refuse("%s needs %d bytes for the shape %s in %s, but its data_offsets give %d"
                    .formatted(tensor, bytes, span.shape(), span.format(), span.end() - span.begin()));
        }
    }

    private void require(boolean held, String reason) {
        if (!held) {
            throw refuse(reason);
        }
    }

    private UserError refuse(String reason) {
        return BadFile.refuse(file, reason);
    }
}
