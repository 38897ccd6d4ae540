package dev.metajudge.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which field of a JSON object is meant. {@code a|b} is a, or b where there is no a; {@code a+b} is a with b below it,
 * where b is there and not blank; {@code a.b} is b inside a, unless there is a field of that whole name.
 *
 * @param written as above
 */
public record FieldPath(String written) {
    public FieldPath {
        if (!isOne(written)) {
            throw new IllegalArgumentException("a field's name is missing in \"" + written + "\"");
        }
    }

    /** Whether the text says which field is meant: no name in it is blank. */
    public static boolean isOne(String written) {
        return Arrays.stream(written.split("[|+]", -1)).noneMatch(String::isBlank);
    }

    /** The value itself, without what {@code +} adds; empty when there is none, or null. */
    Optional<JsonNode> value(JsonNode row) {
        return alternative(row).map(parts -> find(row, parts.getFirst()).orElseThrow());
    }

    /** The text, parts below each other; empty when there is none or the first part is no text. */
    Optional<String> text(JsonNode row) {
        var parts = alternative(row);
        if (parts.isEmpty() || !find(row, parts.get().getFirst()).orElseThrow().isTextual()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (var part : parts.get()) {
            find(row, part).filter(JsonNode::isTextual).map(JsonNode::asText).ifPresent(texts::add);
        }
        var first = texts.removeFirst();
        texts.removeIf(String::isBlank);
        texts.addFirst(first);
        return Optional.of(String.join("\n\n", texts));
    }

    private Optional<List<String>> alternative(JsonNode row) {
        return Arrays.stream(written.split("\\|"))
                .map(alternative -> Arrays.stream(alternative.split("\\+"))
                        .map(String::strip)
                        .toList())
                .filter(parts -> find(row, parts.getFirst()).isPresent())
                .findFirst();
    }

    private static Optional<JsonNode> find(JsonNode row, String name) {
        var whole = row.get(name);
        if (whole != null && !whole.isNull()) {
            return Optional.of(whole);
        }
        int dot = name.indexOf('.');
        var outer = dot <= 0 ? null : row.get(name.substring(0, dot));
        return outer == null ? Optional.empty() : find(outer, name.substring(dot + 1));
    }
}
