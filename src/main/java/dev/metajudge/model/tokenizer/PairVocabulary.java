package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.tokenizer.StrictJson.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The "model" part of a tokenizer.json, read as a stream since it may hold a million merges.
 *
 * @param ids ids by token text, 0 to size - 1
 */
record PairVocabulary(Map<String, Integer> ids) {
    /** Several times the largest vocabulary in use. */
    static final int MOST = 1 << 22;

    static PairVocabulary read(Path file, byte[] json, Span span) {
        try (JsonParser parser = StrictJson.FACTORY.createParser(json, span.begin(), span.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw BadFile.refuse(file, "its model is not a JSON object");
            }
            var ids = new HashMap<String, Integer>();
            var settings = new LinkedHashMap<String, String>();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                switch (key) {
                    case "vocab" -> readIds(file, parser, ids);
                    case "merges" -> parser.skipChildren(); // checked against the vocabulary by the native library
                    default -> {
                        settings.put(key, parser.currentToken().isScalarValue() ? parser.getText() : "?");
                        parser.skipChildren();
                    }
                }
            }
            checkSettings(file, settings, ids);
            checkDense(file, ids);
            return new PairVocabulary(ids);
        } catch (IOException bad) {
            throw StrictJson.notJson(file, bad);
        }
    }

    private static void readIds(Path file, JsonParser parser, Map<String, Integer> ids) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw BadFile.refuse(file, "its vocabulary is not a map from texts to ids, as byte pairs have");
        }
        for (String token = parser.nextFieldName(); token != null; token = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() != JsonParser.NumberType.INT
                    || parser.getIntValue() < 0
                    || ids.size() == MOST) {
                throw BadFile.refuse(file, "its vocabulary has no sound id for \"%s\"".formatted(token));
            }
            ids.put(token, parser.getIntValue());
        }
    }

    /** A file without "type" is of byte pairs, as old ones are. */
    private static void checkSettings(Path file, Map<String, String> settings, Map<String, Integer> ids) {
        String type = settings.getOrDefault("type", "BPE");
        if (!type.equals("BPE")) {
            throw BadFile.refuse(file, "tokenizers of type %s are not supported; BPE is".formatted(type));
        }
        settings.forEach((key, value) -> {
            boolean off = value.isEmpty() || value.equals("null") || value.equals("false") || value.equals("0.0");
            boolean fine =
                    switch (key) {
                        case "type", "fuse_unk", "byte_fallback", "ignore_merges" -> true;
                        case "unk_token" -> off || ids.containsKey(value);
                        case "dropout", "continuing_subword_prefix", "end_of_word_suffix" -> off;
                        default -> false;
                    };
            if (!fine) {
                throw BadFile.refuse(file, "the setting %s = %s of its model is not supported".formatted(key, value));
            }
        });
    }

    private static void checkDense(Path file, Map<String, Integer> ids) {
        var seen = new BitSet();
        ids.forEach((token, id) -> {
            if (id >= ids.size() || seen.get(id)) {
                throw BadFile.refuse(
                        file,
                        "its %d tokens should have the ids from 0 on; \"%s\" has %d".formatted(ids.size(), token, id));
            }
            seen.set(id);
        });
    }
}
