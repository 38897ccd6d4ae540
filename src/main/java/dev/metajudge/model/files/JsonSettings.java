package dev.metajudge.model.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An object of a JSON file, asked by key and expected type. It remembers what it was asked: what nobody asked for and
 * is not known to be without effect can be refused by name. A key whose value is null counts as absent.
 */
final class JsonSettings {
    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 16;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());

    private final Path file;
    private final String prefix;
    private final ObjectNode values;
    private final Set<String> asked = new HashSet<>();

    private JsonSettings(Path file, String prefix, ObjectNode values) {
        this.file = file;
        this.prefix = prefix;
        this.values = values;
    }

    static JsonSettings read(Path file) {
        try {
            long length = Files.size(file);
            if (length > LONGEST) {
                throw BadFile.refuse(file, "it has %d bytes, above the limit of %d".formatted(length, LONGEST));
            }
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
                return new JsonSettings(file, "", object);
            }
            throw BadFile.refuse(file, "it is not a JSON object");
        } catch (JsonProcessingException broken) {
            throw BadFile.refuse(file, "it is not valid JSON: " + broken.getOriginalMessage());
        } catch (IOException failed) {
            throw BadFile.unreadable(file, failed);
        }
    }

    /** Whether the key is there, be it with null. */
    boolean has(String key) {
        return values.has(key);
    }

    Optional<Integer> size(String key) {
        return value(key, node -> node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0, "a size")
                .map(JsonNode::intValue);
    }

    int requireSize(String key) {
        return size(key).orElseThrow(() -> missing(key));
    }

    Optional<Double> real(String key) {
        return value(key, JsonNode::isNumber, "a number").map(JsonNode::doubleValue);
    }

    double requireReal(String key) {
        return real(key).orElseThrow(() -> missing(key));
    }

    boolean flag(String key, boolean otherwise) {
        return value(key, JsonNode::isBoolean, "true or false")
                .map(JsonNode::booleanValue)
                .orElse(otherwise);
    }

    Optional<String> text(String key) {
        return value(key, JsonNode::isTextual, "a text").map(JsonNode::textValue);
    }

    String requireText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    Optional<List<String>> texts(String key) {
        return value(key, JsonNode::isArray, "a list")
                .map(node -> elements(key, node, JsonNode::isTextual, JsonNode::textValue));
    }

    List<Double> requireReals(String key) {
        return value(key, JsonNode::isArray, "a list")
                .map(node -> elements(key, node, JsonNode::isNumber, JsonNode::doubleValue))
                .orElseThrow(() -> missing(key));
    }

    Optional<JsonSettings> object(String key) {
        return value(key, JsonNode::isObject, "an object")
                .map(node -> new JsonSettings(file, prefix + key + ".", (ObjectNode) node));
    }

    /** The texts of an object that holds nothing else, by key. */
    Map<String, String> textMap(String key) {
        JsonSettings object = object(key).orElseThrow(() -> missing(key));
        var texts = new java.util.LinkedHashMap<String, String>();
        for (var entry : object.values.properties()) {
            texts.put(entry.getKey(), object.requireText(entry.getKey()));
        }
        return texts;
    }

    /** Marks a key as read: its value has no effect beside those that were asked for. */
    void pass(String... keys) {
        asked.addAll(List.of(keys));
    }

    /** Refuses the first key that nobody asked for, unless it is known to be without effect, or null or false. */
    void refuseUnknown(Set<String> withoutEffect) {
        for (var entry : values.properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            boolean off = value.isNull() || (value.isBoolean() && !value.booleanValue());
            if (!off && !asked.contains(key) && !withoutEffect.contains(key)) {
                throw refuse("the setting %s%s is %s, which is not supported".formatted(prefix, key, shortened(value)));
            }
        }
    }

    /** An error that names this file and says what is wrong with it. */
    UserError refuse(String reason) {
        return BadFile.refuse(file, reason);
    }

    private Optional<JsonNode> value(String key, Predicate<JsonNode> fits, String expected) {
        asked.add(key);
        JsonNode node = values.get(key);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!fits.test(node)) {
            throw refuse("%s%s must be %s, not %s".formatted(prefix, key, expected, shortened(node)));
        }
        return Optional.of(node);
    }

    private <T> List<T> elements(String key, JsonNode list, Predicate<JsonNode> fits, Function<JsonNode, T> convert) {
        var elements = new ArrayList<T>();
        for (JsonNode element : list) {
            if (!fits.test(element)) {
                throw refuse("%s%s has the entry %s, which does not belong there"
                        .formatted(prefix, key, shortened(element)));
            }
            elements.add(convert.apply(element));
        }
        return elements;
    }

    private UserError missing(String key) {
        return refuse("it lacks %s%s, which is needed".formatted(prefix, key));
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
