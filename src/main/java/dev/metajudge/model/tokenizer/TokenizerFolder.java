package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.files.BadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What a model's folder, in Hugging Face's layout, says about text: tokenizer.json, of byte-level kind with GPT-2's
 * pattern, and tokenizer_config.json.
 *
 * @param tokenizer the tokenizer; the caller closes it
 * @param chatTemplate the text of the chat template, if the folder has one
 */
public record TokenizerFolder(Tokenizer tokenizer, Optional<String> chatTemplate) {
    private static final long MOST_BYTES = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a folder.
     *
     * @throws dev.metajudge.UserError if a file is damaged, or the tokenizer is of a kind that is not supported
     */
    public static TokenizerFolder read(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        JsonNode json = json(file);
        JsonNode config = json(folder.resolve("tokenizer_config.json"));
        boolean plain = json.path("model").path("type").asText().equals("BPE")
                && json.path("normalizer").isNull()
                && json.path("pre_tokenizer").path("type").asText().equals("ByteLevel");
        if (!plain) {
            throw BadFile.refuse(file, "tokenizers of this kind are not supported; byte-level ones like GPT-2's are");
        }
        try {
            return new TokenizerFolder(
                    Tokenizer.of(vocabulary(json, config)),
                    Optional.ofNullable(config.path("chat_template").textValue()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException unsound) {
            throw BadFile.refuse(file, "its tokenizer is damaged: " + unsound.getMessage());
        }
    }

    private static Vocabulary vocabulary(JsonNode json, JsonNode config) {
        JsonNode vocabulary = json.path("model").path("vocab");
        String[] tokens = new String[vocabulary.size()];
        Arrays.fill(tokens, "");
        vocabulary.properties().forEach(entry -> tokens[entry.getValue().asInt()] = entry.getKey());
        Set<Integer> special = new HashSet<>();
        Set<Integer> ordinary = new HashSet<>();
        for (JsonNode token : json.path("added_tokens")) {
            (token.path("special").asBoolean() ? special : ordinary)
                    .add(token.path("id").asInt());
        }
        List<String> merges = StreamSupport.stream(
                        json.path("model").path("merges").spliterator(), false)
                .map(merge -> merge.isTextual()
                        ? merge.asText()
                        : merge.path(0).asText() + " " + merge.path(1).asText())
                .toList();
        return new Vocabulary(
                List.of(tokens),
                special,
                ordinary,
                merges,
                PreTokenizer.GPT2,
                id(config, "bos_token", tokens),
                id(config, "eos_token", tokens),
                OptionalInt.empty());
    }

    private static OptionalInt id(JsonNode config, String key, String[] tokens) {
        int id = Arrays.asList(tokens).indexOf(config.path(key).asText("-"));
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private static JsonNode json(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw BadFile.refuse(file, "it is longer than %d bytes".formatted(MOST_BYTES));
            }
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw BadFile.unreadable(file, failed);
        }
    }
}
