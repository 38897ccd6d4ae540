package dev.metajudge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import dev.metajudge.prompt.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads JSON Lines for {@code generate} and {@code logprob}: an "id" and one of "prompt" (one user message),
 * "messages", "text" (no chat format) or "tokens" (ids); with completions, "completion" too.
 */
final class InputLines {
    private static final List<String> PROMPTS = List.of("prompt", "messages", "text", "tokens");

    private InputLines() {}

    /**
     * Reads the whole file.
     *
     * @param completions whether every line must have a completion
     * @throws UserError naming file and line
     */
    static List<InputLine> read(Path file, boolean completions) {
        Set<String> ids = new HashSet<>();
        return JsonLine.read(file, line -> {
            String id = line.id();
            String completion = completions ? line.text("completion") : "";
            if (completions && completion.isEmpty()) {
                throw line.bad("its \"completion\" is empty");
            }
            Input prompt = prompt(line);
            if (!ids.add(id)) {
                throw line.bad("the id \"" + id + "\" was there before");
            }
            return new InputLine(id, prompt, completion);
        });
    }

    private static Input prompt(JsonLine line) {
        List<String> given = PROMPTS.stream().filter(line.node()::has).toList();
        if (given.size() != 1) {
            throw line.bad("needs exactly one of %s%s"
                    .formatted(
                            PROMPTS.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", ")),
                            given.isEmpty() ? "" : ", not " + String.join(" and ", given)));
        }
        return switch (given.getFirst()) {
            case "prompt" -> new Input.Chat(List.of(Message.user(line.text("prompt"))));
            case "messages" -> new Input.Chat(line.messages("messages"));
            case "text" -> new Input.Text(line.text("text"));
            default -> new Input.Tokens(tokens(line));
        };
    }

    private static List<Integer> tokens(JsonLine line) {
        JsonNode array = line.node().get("tokens");
        if (!array.isArray() || array.isEmpty()) {
            throw line.bad("\"tokens\" must be a list with one id or more");
        }
        var ids = new ArrayList<Integer>(array.size());
        for (JsonNode id : array) {
            if (!id.isInt()) {
                throw line.bad("\"tokens\" holds " + id + ", which is no id");
            }
            ids.add(id.intValue());
        }
        return ids;
    }
}
