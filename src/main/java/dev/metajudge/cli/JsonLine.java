package dev.metajudge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.prompt.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One line of a JSON Lines file, an object.
 *
 * @param file for messages
 * @param number 1-based
 * @param node the object
 */
record JsonLine(Path file, int number, JsonNode node) {
    private static final int LONGEST = 4 << 20;
    private static final int MOST = 10_000_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a file whole; blank lines are skipped.
     *
     * @throws UserError naming file and line
     */
    static <T> List<T> read(Path file, Function<JsonLine, T> reader) {
        var read = new ArrayList<T>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    if (read.size() == MOST) {
                        throw bad(file, number, "more than %,d lines; split the file".formatted(MOST));
                    }
                    read.add(reader.apply(parse(file, number, line)));
                }
            }
        } catch (NoSuchFileException missing) {
            throw UserError.input("there is no file " + file);
        } catch (CharacterCodingException notText) {
            throw bad(file, number + 1, "not UTF-8");
        } catch (IOException failed) {
            throw new UserError(Exit.INPUT, file + " cannot be read: " + failed.getMessage(), failed);
        }
        if (read.isEmpty()) {
            throw UserError.input(file + " has no line with input");
        }
        return read;
    }

    private static JsonLine parse(Path file, int number, String line) {
        if (line.length() > LONGEST) {
            throw bad(file, number, "longer than %,d characters".formatted(LONGEST));
        }
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException broken) {
            throw bad(file, number, "not JSON: " + broken.getOriginalMessage().replaceFirst(" \\(start marker.*", ""));
        }
        if (!node.isObject()) {
            throw bad(file, number, "not a JSON object");
        }
        return new JsonLine(file, number, node);
    }

    /** The field "id", a text or a whole number. */
    String id() {
        JsonNode id = node.path("id");
        if (!id.isTextual() && !id.isIntegralNumber()) {
            throw bad("needs an \"id\" that is a text or a whole number");
        }
        return id.asText();
    }

    /** The same; "line-N" where there is none. */
    String idOrLine() {
        return node.hasNonNull("id") ? id() : "line-" + number;
    }

    String text(String key) {
        return text(node, key);
    }

    /** A conversation: a list of messages, or a text, which is one of the user's. */
    List<Message> conversation(String key) {
        JsonNode value = node.path(key);
        if (value.isTextual()) {
            return List.of(Message.user(value.textValue()));
        }
        if (!value.isArray()) {
            boolean implicit = value.isMissingNode()
                    && key.equals("prompt")
                    && node.path("chosen").isArray();
            throw bad("needs \"%s\", a text or a list of messages%s"
                    .formatted(
                            key,
                            implicit
                                    ? "; take what \"chosen\" and \"rejected\" have in common out of both into it"
                                    : ""));
        }
        return messages(key);
    }

    /** A list of messages, one or more. */
    List<Message> messages(String key) {
        JsonNode array = node.path(key);
        if (!array.isArray() || array.isEmpty()) {
            throw bad("\"%s\" must be a list with one message or more".formatted(key));
        }
        var messages = new ArrayList<Message>();
        for (JsonNode message : array) {
            String role = text(message, "role");
            messages.add(new Message(
                    Arrays.stream(Message.Role.values())
                            .filter(known -> known.label().equals(role))
                            .findFirst()
                            .orElseThrow(() -> bad("the role \"" + role + "\" is none of system, user, assistant")),
                    text(message, "content")));
        }
        return messages;
    }

    /** A completion: a text, or a list of one message, which is the assistant's. */
    String completion(String key) {
        if (node.path(key).isTextual()) {
            return notBlank(key, text(key));
        }
        if (!node.path(key).isArray()) {
            throw bad("needs \"%s\", a text or a list of one message of the assistant's".formatted(key));
        }
        List<Message> messages = messages(key);
        if (messages.size() != 1 || messages.getFirst().role() != Message.Role.ASSISTANT) {
            throw bad("\"%s\" must be a text or a list of one message of the assistant's".formatted(key));
        }
        return notBlank(key, messages.getFirst().content());
    }

    private String notBlank(String key, String text) {
        if (text.isEmpty()) {
            throw bad("its \"%s\" is empty".formatted(key));
        }
        return text;
    }

    /** A finite number. */
    double number(String key) {
        JsonNode value = node.path(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw bad("needs \"" + key + "\", a number");
        }
        return value.doubleValue();
    }

    /** A list of texts. */
    List<String> texts(String key) {
        return list(key, "texts", JsonNode::isTextual, JsonNode::textValue);
    }

    /** A list of finite numbers. */
    List<Double> numbers(String key) {
        return list(
                key,
                "numbers",
                value -> value.isNumber() && Double.isFinite(value.doubleValue()),
                JsonNode::doubleValue);
    }

    private <T> List<T> list(String key, String kind, Predicate<JsonNode> fits, Function<JsonNode, T> value) {
        JsonNode array = node.path(key);
        if (!array.isArray()) {
            throw bad("needs \"%s\", a list of %s".formatted(key, kind));
        }
        var values = new ArrayList<T>();
        for (JsonNode element : array) {
            if (!fits.test(element)) {
                throw bad("\"%s\" holds %s; it must be a list of %s".formatted(key, element, kind));
            }
            values.add(value.apply(element));
        }
        return values;
    }

    private String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (!value.isTextual()) {
            throw bad("needs \"" + key + "\", a text");
        }
        return value.textValue();
    }

    /** An error that names file and line. */
    UserError bad(String problem) {
        return bad(file, number, problem);
    }

    private static UserError bad(Path file, int number, String problem) {
        return UserError.input("%s:%d: %s".formatted(file, number, problem));
    }
}
