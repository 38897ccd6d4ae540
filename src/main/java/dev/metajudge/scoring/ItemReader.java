package dev.metajudge.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.Spelling;
import dev.metajudge.UserError;
import dev.metajudge.prompt.TextLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads items from JSON Lines: objects with an "id" and the fields wanted, each a text or a number; other fields are
 * left alone, blank lines skipped.
 */
public final class ItemReader {
    private static final int MOST_ITEMS = 1_000_000;
    private static final int LONGEST_ID = 200;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final Set<String> fields;
    private final Optional<Rated> rated;

    /**
     * Where a rating stands and what it may be.
     *
     * @param field the field's name
     */
    public record Rated(String field, ScoreRange range) {}

    /**
     * @param fields what every line must have besides its id
     * @param rated the rating that every line must have too
     */
    public ItemReader(Path file, Set<String> fields, Optional<Rated> rated) {
        this.file = file;
        this.fields = new TreeSet<>(fields);
        this.rated = rated;
    }

    /**
     * Reads the whole file.
     *
     * @throws UserError naming file and line, for the first line that is no item or repeats an id, and for no item
     */
    public List<ScoreItem> read() {
        List<ScoreItem> items = new ArrayList<>();
        Map<String, Integer> lineOfId = new HashMap<>();
        TextLines.forEach(file, (text, line) -> {
            if (text.isBlank()) {
                return;
            }
            ScoreItem item = item(object(text, line), line);
            Integer earlier = lineOfId.putIfAbsent(item.id(), line);
            if (earlier != null) {
                throw bad(line, "the id '" + item.id() + "' is already that of line " + earlier);
            }
            if (items.size() == MOST_ITEMS) {
                throw bad(line, "more than " + MOST_ITEMS + " items; split the file");
            }
            items.add(item);
        });
        if (items.isEmpty()) {
            throw UserError.input(file + ": holds no item; a line looks like " + example());
        }
        return List.copyOf(items);
    }

    private JsonNode object(String text, int line) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw bad(line, "not JSON: " + e.getOriginalMessage().replaceFirst(" \\(start marker.*", ""));
        }
        throw bad(line, "not an object like " + example());
    }

    private ScoreItem item(JsonNode node, int line) {
        Map<String, String> values = new TreeMap<>();
        for (String field : fields) {
            values.put(field, field(node, field, line));
        }
        return new ScoreItem(id(node, line), line, values, rating(node, line));
    }

    private String field(JsonNode node, String field, int line) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            List<String> there = new ArrayList<>();
            node.fieldNames().forEachRemaining(there::add);
            String raw = fields.equals(Set.of(ScoreQuestion.TEXT)) ? "; without --rubric items are raw texts" : "";
            throw bad(line, "has no field '" + field + "'" + Spelling.suggestion(field, there) + raw);
        }
        if (!value.isTextual() && !value.isNumber()) {
            throw bad(line, "its '" + field + "' must be a text or a number");
        }
        return value.asText();
    }

    private String id(JsonNode node, int line) {
        JsonNode id = node.path("id");
        String text = id.asText();
        if (!(id.isTextual() || id.isIntegralNumber())
                || text.isBlank()
                || text.length() > LONGEST_ID
                || text.chars().anyMatch(Character::isISOControl)) {
            throw bad(
                    line,
                    "needs an 'id': a whole number or a text of up to " + LONGEST_ID
                            + " characters without control characters");
        }
        return text;
    }

    private OptionalDouble rating(JsonNode node, int line) {
        if (rated.isEmpty()) {
            return OptionalDouble.empty();
        }
        String field = rated.get().field();
        ScoreRange range = rated.get().range();
        String written = field(node, field, line);
        double rating = node.get(field).isNumber() ? node.get(field).doubleValue() : Double.NaN;
        if (!(rating >= range.min() && rating <= range.max())) {
            throw bad(
                    line,
                    "its '" + field + "' must be a number from " + range.min() + " to " + range.max() + ", not "
                            + written);
        }
        return OptionalDouble.of(rating);
    }

    private String example() {
        var example = new StringBuilder("{\"id\": \"a1\"");
        fields.forEach(field -> example.append(", \"").append(field).append("\": \"...\""));
        rated.ifPresent(r -> example.append(", \"")
                .append(r.field())
                .append("\": ")
                .append(r.range().max()));
        return example.append("}").toString();
    }

    private UserError bad(int line, String problem) {
        return UserError.input(file + ":" + line + ": " + problem);
    }
}
