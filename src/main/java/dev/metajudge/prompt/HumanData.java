package dev.metajudge.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What people rated and chose between, out of files that are JSON Lines or one JSON list.
 *
 * @param rated responses with a human score
 * @param choices pairs of responses between which a person chose
 */
public record HumanData(List<RatedResponse> rated, List<HumanChoice> choices) {
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_TEXT = 100_000;
    private static final double LARGEST_SCORE = 1e9;

    public static final HumanData NONE = new HumanData(List.of(), List.of());

    public HumanData {
        rated = List.copyOf(rated);
        choices = List.copyOf(choices);
    }

    /** Which fields a rated response is in. */
    public record RatedFields(FieldPath id, FieldPath prompt, FieldPath response, FieldPath score) {}

    /** Which fields a human choice is in. */
    public record ChoiceFields(FieldPath id, FieldPath prompt, FieldPath first, FieldPath second, FieldPath label) {}

    /**
     * Reads rated responses.
     *
     * @throws UserError naming file, line and what is wrong, for every bad row (ten at most)
     */
    public static List<RatedResponse> rated(Path file, RatedFields fields) {
        List<RatedResponse> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        JsonRows.forEach(
                file,
                (row, name) -> all.add(new RatedResponse(
                        id(row, fields.id(), name, ids),
                        instruction(row, fields.prompt()),
                        text(row, fields.response()),
                        score(row, fields.score()))));
        return List.copyOf(all);
    }

    /**
     * Reads human choices. A label is 1, 2 or 0 (neither).
     *
     * @throws UserError naming file, line and what is wrong, for every bad row (ten at most)
     */
    public static List<HumanChoice> choices(Path file, ChoiceFields fields) {
        List<HumanChoice> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        JsonRows.forEach(
                file,
                (row, name) -> all.add(new HumanChoice(
                        id(row, fields.id(), name, ids),
                        instruction(row, fields.prompt()),
                        text(row, fields.first()),
                        text(row, fields.second()),
                        preferred(row, fields.label()))));
        return List.copyOf(all);
    }

    private static String id(JsonNode row, FieldPath field, String otherwise, Set<String> known) {
        var value = field.value(row);
        var id = value.map(JsonNode::asText).orElse(otherwise);
        boolean plain =
                value.isEmpty() || value.get().isTextual() || value.get().isIntegralNumber();
        if (!plain || id.isBlank() || id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the id in '" + field.written()
                    + "' must be a number or a text of up to " + LONGEST_ID + " characters without control characters");
        }
        if (!known.add(id)) {
            throw new IllegalArgumentException("the id '" + id + "' is already that of an earlier row");
        }
        return id;
    }

    private static String instruction(JsonNode row, FieldPath field) {
        var text = text(row, field);
        if (text.isBlank()) {
            throw new IllegalArgumentException("'" + field.written() + "' is blank");
        }
        return text;
    }

    private static String text(JsonNode row, FieldPath field) {
        var text = field.text(row).orElseThrow(() -> missing(row, field, "a text"));
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "'" + field.written() + "' has more than " + LONGEST_TEXT + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "'" + field.written() + "' holds a NUL character, which databases refuse");
        }
        return text.strip();
    }

    private static double score(JsonNode row, FieldPath field) {
        var value = field.value(row).filter(JsonNode::isNumber).orElseThrow(() -> missing(row, field, "a number"));
        if (!(Math.abs(value.asDouble()) <= LARGEST_SCORE)) {
            throw new IllegalArgumentException("'" + field.written() + "' is too large a score: " + value.asText());
        }
        return value.asDouble();
    }

    private static int preferred(JsonNode row, FieldPath field) {
        return switch (field.value(row).map(JsonNode::asText).orElse("")) {
            case "1" -> 1;
            case "2" -> -1;
            case "0" -> 0;
            default -> throw missing(row, field, "1 (the first is better), 2 (the second) or 0 (neither)");
        };
    }

    private static IllegalArgumentException missing(JsonNode row, FieldPath field, String wanted) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        var there = names.size() > 20 ? names.subList(0, 20) + " and more" : String.valueOf(names);
        return new IllegalArgumentException("'" + field.written() + "' must hold " + wanted
                + field.value(row)
                        .map(value -> ", not " + shortened(value.toString()))
                        .orElse("; the row has " + there));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
