package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.metajudge.model.files.BadFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a model's folder, in Hugging Face's layout, says about text: tokenizer.json, and beside it as far as they are
 * there tokenizer_config.json, special_tokens_map.json, generation_config.json, config.json and chat_template.jinja.
 *
 * @param tokenizer the tokenizer; the caller closes it
 * @param chatTemplate the text of the chat template, if the folder has one
 */
public record TokenizerFolder(Tokenizer tokenizer, Optional<String> chatTemplate) {
    private static final int MOST_SETTINGS_BYTES = 32 << 20;
    private static final int MOST_TEMPLATE_BYTES = 4 << 20;

    /**
     * Reads a folder.
     *
     * @throws dev.metajudge.UserError if a file is damaged, or the tokenizer is of a kind that is not supported
     */
    public static TokenizerFolder read(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        byte[] json = StrictJson.bytes(file, TokenizerJson.MOST_BYTES)
                .orElseThrow(() -> BadFile.refuse(
                        file,
                        Files.exists(folder.resolve("tokenizer.model"))
                                ? "it is missing; tokenizer.model alone is not read: save the tokenizer with"
                                        + " transformers, which writes tokenizer.json"
                                : "it is missing, and nothing else in the folder says how text becomes tokens"));
        TokenizerJson read = TokenizerJson.read(file, json);
        var named = new NamedTokens(folder, settings(folder, "tokenizer_config.json"));
        Lexicon lexicon = Lexicon.of(named.complete(read), named.rows());
        String kind = read.rules().alphabet().label();
        return new TokenizerFolder(
                new Tokenizer(lexicon, named.read(lexicon), kind), chatTemplate(folder, named.tokenizerConfig()));
    }

    static JsonNode settings(Path folder, String name) {
        return StrictJson.object(folder.resolve(name), MOST_SETTINGS_BYTES).orElse(MissingNode.getInstance());
    }

    /** A file of its own goes before tokenizer_config.json; of several templates there the one called "default". */
    private static Optional<String> chatTemplate(Path folder, JsonNode config) {
        Optional<String> own = StrictJson.bytes(folder.resolve("chat_template.jinja"), MOST_TEMPLATE_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        if (own.isPresent()) {
            return own;
        }
        for (JsonNode template : new JsonNode[] {
            settings(folder, "chat_template.json").path("chat_template"), config.path("chat_template")
        }) {
            if (template.isTextual()) {
                return Optional.of(template.asText());
            }
            Optional<String> usual = template.valueStream()
                    .filter(one -> one.path("name").asText().equals("default"))
                    .map(one -> one.path("template").asText())
                    .findFirst();
            if (usual.isPresent()) {
                return usual;
            }
        }
        return Optional.empty();
    }
}
