package dev.metajudge.prompt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.metajudge.Spelling;
import dev.metajudge.judge.Rubric;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a template's front matter; every problem is told with its line in the file. */
final class FrontMatterReader {
    private static final List<String> KEYS = List.of("name", "role", "description", "variables", "rubric");
    private static final List<String> RUBRIC_KEYS = List.of("min", "max", "lead", "fractional", "direction");
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final TemplateSource source;
    private final Map<String, Integer> lines;

    private FrontMatterReader(TemplateSource source, Map<String, Integer> lines) {
        this.source = source;
        this.lines = lines;
    }

    static FrontMatter read(TemplateSource source) {
        String yaml = source.frontMatter();
        try {
            JsonNode root = YAML.readTree(yaml);
            var reader = new FrontMatterReader(source, lines(yaml, source.frontMatterLine()));
            return reader.frontMatter(root);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw source.error(source.frontMatterLine() + line - 1, "front matter: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("reading a string cannot fail", e);
        }
    }

    private FrontMatter frontMatter(JsonNode root) {
        if (!root.isObject()) {
            throw source.error(source.frontMatterLine(), "front matter must be 'key: value' lines");
        }
        checkKeys(root, "", KEYS);
        String name = text(root, "name");
        Optional<Rubric> rubric = root.has("rubric") ? Optional.of(rubric(name, root.get("rubric"))) : Optional.empty();
        return new FrontMatter(name, text(root, "role"), text(root, "description"), variables(root), rubric);
    }

    private Map<String, Integer> variables(JsonNode root) {
        JsonNode list = root.path("variables");
        if (!list.isArray()) {
            throw source.error(line("variables"), "variables must be a list: [instruction, response]");
        }
        Map<String, Integer> variables = new LinkedHashMap<>();
        for (JsonNode item : list) {
            if (!item.isTextual() || !TemplateReader.NAME.matcher(item.asText()).matches()) {
                throw source.error(line("variables"), "'" + item.asText() + "' is no variable name (a-z, 0-9, _)");
            }
            variables.put(item.asText(), line("variables"));
        }
        return variables;
    }

    private Rubric rubric(String name, JsonNode node) {
        if (!node.isObject()) {
            throw source.error(line("rubric"), "rubric must be {min: 1, max: 5, lead: \"Score: \"}");
        }
        checkKeys(node, "rubric/", RUBRIC_KEYS);
        String direction = node.path("direction").asText("higher");
        try {
            return new Rubric(
                    name,
                    whole(node, "min"),
                    whole(node, "max"),
                    node.path("lead").asText("Score: "),
                    truth(node, "fractional"),
                    Rubric.Direction.valueOf(direction.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            boolean known = direction.equals("higher") || direction.equals("lower");
            throw source.error(
                    line(known ? "rubric" : "rubric/direction"),
                    known ? e.getMessage() + "" : "direction must be higher or lower, not '" + direction + "'");
        }
    }

    private void checkKeys(JsonNode node, String prefix, List<String> known) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                throw source.error(
                        line(prefix + field.getKey()),
                        "unknown key '" + field.getKey() + "'" + Spelling.suggestion(field.getKey(), known));
            }
        }
    }

    private String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw source.error(line(key), "front matter needs a text for '" + key + "'");
        }
        return value.asText().strip();
    }

    private int whole(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isInt()) {
            throw source.error(line("rubric/" + key), "rubric needs a whole number for '" + key + "'");
        }
        return value.asInt();
    }

    private boolean truth(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw source.error(line("rubric/" + key), "'" + key + "' must be true or false");
        }
        return value.asBoolean(false);
    }

    private int line(String key) {
        return lines.getOrDefault(key, source.frontMatterLine());
    }

    /** The line of each key; a nested one is written "rubric/min". */
    private static Map<String, Integer> lines(String yaml, int firstLine) throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = YAML.createParser(yaml)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    String path = parser.getParsingContext().pathAsPointer().toString();
                    lines.put(
                            path.substring(1),
                            firstLine + parser.currentTokenLocation().getLineNr() - 1);
                }
            }
        }
        return lines;
    }
}
