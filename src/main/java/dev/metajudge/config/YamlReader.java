package dev.metajudge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads one YAML document into {@link Node}s. Plain settings need no anchors, aliases or tags: they are refused, and
 * with them documents that grow when read. A key written twice is a problem, not an override.
 */
final class YamlReader {
    /** Longest text read, in characters. */
    static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 20;
    private static final YAMLFactory YAML = factory();

    private final String source;
    private final boolean lines;
    private final Problems problems;
    private final YAMLParser parser;

    private YamlReader(String source, boolean lines, Problems problems, YAMLParser parser) {
        this.source = source;
        this.lines = lines;
        this.problems = problems;
        this.parser = parser;
    }

    private static YAMLFactory factory() {
        var options = new LoaderOptions();
        options.setCodePointLimit(LONGEST + 1);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        return YAMLFactory.builder().loaderOptions(options).build();
    }

    /** The document's value; empty when there is none, or when it is not YAML (then the problem was added). */
    static Optional<Node> read(String source, boolean lines, String text, Problems problems) {
        try (var parser = YAML.createParser(text)) {
            var reader = new YamlReader(source, lines, problems, parser);
            var first = parser.nextToken();
            if (first == null) {
                return Optional.empty();
            }
            var node = reader.value(first, reader.here());
            if (parser.nextToken() != null) {
                problems.add(reader.here(), "a second YAML document (after ---) is not read; a recipe is one document");
            }
            return Optional.of(node);
        } catch (JsonProcessingException e) {
            problems.add(placeOf(source, lines, e), "not YAML: " + reason(e));
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("reading text from memory", e);
        }
    }

    private static Place placeOf(String source, boolean lines, JsonProcessingException e) {
        if (!lines) {
            return new Place(source, 0);
        }
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return new Place(source, marked.getProblemMark().getLine() + 1);
        }
        var at = e.getLocation();
        return new Place(source, at == null ? 0 : Math.max(at.getLineNr(), 0));
    }

    /** The parser's own words, without the excerpt and the place, which follow on further lines. */
    private static String reason(JsonProcessingException e) {
        var text = e.getOriginalMessage();
        var sentences = new ArrayList<String>();
        for (String line : text.lines().toList()) {
            if (!line.startsWith(" ") && !line.isBlank()) {
                sentences.add(line.strip());
            }
        }
        return sentences.isEmpty() ? "cannot be read" : String.join(", ", sentences);
    }

    private Place here() {
        return new Place(source, lines ? Math.max(parser.currentTokenLocation().getLineNr(), 0) : 0);
    }

    private Node value(JsonToken token, Place place) throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            problems.add(here(), "anchors (&) and aliases (*) are not read; write the setting out");
        }
        if (parser.getTypeId() != null) {
            problems.add(here(), "the tag !" + parser.getTypeId() + " is not read; leave it out");
        }
        return switch (token) {
            case START_OBJECT -> mapping(place);
            case START_ARRAY -> sequence(place);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(place, Node.Kind.NUMBER, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(place, Node.Kind.TRUTH, parser.getText());
            case VALUE_NULL -> new Node.Scalar(place, Node.Kind.NOTHING, "");
            default -> new Node.Scalar(place, Node.Kind.TEXT, parser.getText());
        };
    }

    private Node mapping(Place place) throws IOException {
        var entries = new LinkedHashMap<String, Node>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var at = here();
            var value = value(parser.nextToken(), at);
            var earlier = entries.putIfAbsent(key, value);
            if (earlier != null) {
                problems.add(
                        at,
                        "\"" + key + "\" is set twice, first in line "
                                + earlier.place().line());
            }
        }
        return new Node.Mapping(place, entries);
    }

    private Node sequence(Place place) throws IOException {
        List<Node> items = new ArrayList<>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token, here()));
        }
        return new Node.Sequence(place, items);
    }
}
