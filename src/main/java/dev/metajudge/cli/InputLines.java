package dev.metajudge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import dev.metajudge.prompt.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads JSON Lines for {@code generate} and {@code logprob}: an "id" and one of "prompt" (one user message),
 * "messages", "text" (no chat format) or "tokens" (ids); with completions, "completion" too.
 */
final class InputLines {
    private static final int LONGEST_LINE = 4 << 20;
    private static final List<String> PROMPTS = List.of("prompt", "messages", "text", "tokens");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final boolean completions;
    private int number;

    private InputLines(Path file, boolean completions) {
        this.file = file;
        this.completions = completions;
    }

    /**
     * Reads the whole file.
     *
     * @param completions whether every line must have a completion
     * @throws UserError naming file and line
     */
    static List<InputLine> read(Path file, boolean completions) {
        return new InputLines(file, completions).read();
    }

    private List<InputLine> read() {
        var lines = new ArrayList<InputLine>();
        Set<String> ids = new HashSet<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                InputLine input = parse(line);
                if (!ids.add(input.id())) {
                    throw bad("the id \"" + input.id() + "\" was there before");
                }
                lines.add(input);
            }
        } catch (NoSuchFileException missing) {
            throw UserError.input("there is no file " + file);
        } catch (CharacterCodingException notText) {
            number++;
            throw bad("not UTF-8");
        } catch (IOException failed) {
            throw new UserError(dev.metajudge.Exit.INPUT, file + " cannot be read: " + failed.getMessage(), failed);
        }
        if (lines.isEmpty()) {
            throw UserError.input(file + " has no line with input");
        }
        return lines;
    }

    private InputLine parse(String line) {
        if (line.length() > LONGEST_LINE) {
            throw bad("longer than %,d characters".formatted(LONGEST_LINE));
        }
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException broken) {
            throw bad("not JSON: " + broken.getOriginalMessage().replaceFirst(" \\(start marker.*", ""));
        }
        if (!node.isObject()) {
            throw bad("not a JSON object");
        }
        JsonNode id = node.path("id");
        if (!id.isTextual() && !id.isIntegralNumber()) {
            throw bad("needs an \"id\" that is a text or a whole number");
        }
        String completion = "";
        if (completions) {
            completion = text(node, "completion");
            if (completion.isEmpty()) {
                throw bad("its \"completion\" is empty");
            }
        }
        return new InputLine(id.asText(), prompt(node), completion);
    }

    private Input prompt(JsonNode node) {
        List<String> given = PROMPTS.stream().filter(node::has).toList();
        if (given.size() != 1) {
            throw bad("needs exactly one of %s%s"
                    .formatted(
                            PROMPTS.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", ")),
                            given.isEmpty() ? "" : ", not " + String.join(" and ", given)));
        }
        return switch (given.getFirst()) {
            case "prompt" -> new Input.Chat(List.of(Message.user(text(node, "prompt"))));
            case "messages" -> new Input.Chat(messages(node.get("messages")));
            case "text" -> new Input.Text(text(node, "text"));
            default -> new Input.Tokens(tokens(node.get("tokens")));
        };
    }

    private List<Message> messages(JsonNode array) {
        if (!array.isArray() || array.isEmpty()) {
            throw bad("\"messages\" must be a list with one message or more");
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

    private List<Integer> tokens(JsonNode array) {
        if (!array.isArray() || array.isEmpty()) {
            throw bad("\"tokens\" must be a list with one id or more");
        }
        var ids = new ArrayList<Integer>(array.size());
        for (JsonNode id : array) {
            if (!id.isInt()) {
                throw bad("\"tokens\" holds " + id + ", which is no id");
            }
            ids.add(id.intValue());
        }
        return ids;
    }

    private String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw bad("needs \"" + key + "\", a text");
        }
        return value.textValue();
    }

    private UserError bad(String problem) {
        return UserError.input("%s:%d: %s".formatted(file, number, problem));
    }
}
