package dev.metajudge.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.metajudge.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pool of prompts out of a JSON Lines file. A line is an object with the text in the field "prompt", or in
 * "instruction" (with an "input" that is put below it), or as the first of "turns" (later turns answer a conversation
 * that does not exist here and are left out); its id is in "id" or "question_id", or else "line-N". Other fields are
 * left alone, blank lines skipped.
 *
 * @param prompts in the file's order, one or more
 * @param seeds examples for new prompts, when they are not the pool's own
 */
public record PromptPool(List<PoolPrompt> prompts, List<PoolPrompt> seeds) {
    private static final int MOST_PROMPTS = 1_000_000;
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_PROMPT = 100_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public PromptPool {
        prompts = List.copyOf(prompts);
        seeds = List.copyOf(seeds);
    }

    /** A pool without examples of their own. */
    public PromptPool(List<PoolPrompt> prompts) {
        this(prompts, List.of());
    }

    /** The pool with another pool's prompts as examples. */
    public PromptPool withSeeds(PromptPool examples) {
        return new PromptPool(prompts, examples.prompts);
    }

    /**
     * Reads a pool.
     *
     * @throws UserError naming file and line, for the first line that is no prompt or repeats an id
     */
    public static PromptPool read(Path file) {
        List<PoolPrompt> prompts = new ArrayList<>();
        Map<String, Integer> lineOfId = new HashMap<>();
        TextLines.forEach(file, (text, line) -> {
            if (text.isBlank()) {
                return;
            }
            PoolPrompt prompt = prompt(text, file + ":" + line + ": ", line);
            Integer earlier = lineOfId.putIfAbsent(prompt.id(), line);
            if (earlier != null) {
                throw UserError.input(
                        file + ":" + line + ": the id '" + prompt.id() + "' is already that of line " + earlier);
            }
            if (prompts.size() == MOST_PROMPTS) {
                throw UserError.input(file + ": more than " + MOST_PROMPTS + " prompts; split the file");
            }
            prompts.add(prompt);
        });
        if (prompts.isEmpty()) {
            throw UserError.input(file + ": holds no prompt; a line looks like {\"id\": \"q1\", \"prompt\": \"...\"}");
        }
        return new PromptPool(prompts);
    }

    private static PoolPrompt prompt(String text, String where, int line) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw UserError.input(where + "not JSON: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw UserError.input(where + "not an object like {\"id\": \"q1\", \"prompt\": \"...\"}");
        }
        return new PoolPrompt(id(node, where, line), instruction(node, where));
    }

    private static String instruction(JsonNode node, String where) {
        String instruction;
        if (node.has("prompt")) {
            instruction = text(node.get("prompt"), "prompt", where);
        } else if (node.has("instruction")) {
            instruction = text(node.get("instruction"), "instruction", where);
            String input = node.has("input") ? node.get("input").asText("").strip() : "";
            instruction = input.isEmpty() ? instruction : instruction + "\n\n" + input;
        } else if (node.has("turns")) {
            instruction = text(node.get("turns").path(0), "turns", where);
        } else {
            throw UserError.input(where + "needs a field 'prompt', 'instruction' or 'turns'");
        }
        if (instruction.length() > LONGEST_PROMPT) {
            throw UserError.input(where + "a prompt of more than " + LONGEST_PROMPT + " characters");
        }
        return instruction;
    }

    private static String text(JsonNode value, String field, String where) {
        if (!value.isTextual() || value.asText().isBlank()) {
            throw UserError.input(where + "'" + field + "' must hold a text that is not blank");
        }
        if (value.asText().indexOf('\0') >= 0) {
            throw UserError.input(where + "'" + field + "' holds a NUL character, which databases refuse");
        }
        return value.asText().strip();
    }

    private static String id(JsonNode node, String where, int line) {
        JsonNode id = node.has("id") ? node.get("id") : node.path("question_id");
        if (id.isMissingNode() || id.isNull()) {
            return "line-" + line;
        }
        boolean plain = id.isTextual() || id.isIntegralNumber();
        String text = id.asText();
        if (!plain
                || text.isBlank()
                || text.length() > LONGEST_ID
                || text.chars().anyMatch(Character::isISOControl)) {
            throw UserError.input(where + "'id' must be a number or a text of up to " + LONGEST_ID
                    + " characters without control characters");
        }
        return text;
    }
}
