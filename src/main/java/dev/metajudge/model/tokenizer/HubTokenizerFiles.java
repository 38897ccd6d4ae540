package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.model.files.GgufMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a GGUF file says about text as the files that a folder in Hugging Face's layout has for it: tokenizer.json,
 * tokenizer_config.json with the chat template, and generation_config.json with the tokens at which generation stops.
 */
public final class HubTokenizerFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OTHERS = List.of("unknown", "padding");

    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final SpecialTokens specials;

    private HubTokenizerFiles(GgufMetadata metadata) {
        this.metadata = metadata;
        tokens = metadata.texts(GgufTokenizer.PREFIX + "tokens");
        specials = GgufTokenizer.specials(metadata);
    }

    /**
     * The files by name.
     *
     * @param context the longest text that the model reads, in tokens
     */
    public static Map<String, byte[]> of(GgufMetadata metadata, int context) {
        var files = new HubTokenizerFiles(metadata);
        try {
            return Map.of(
                    "tokenizer.json", files.tokenizer(),
                    "tokenizer_config.json", lines(files.config(context)),
                    "generation_config.json", lines(files.generation()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** With the token that begins a text put in front by the file itself, as published ones do. */
    private byte[] tokenizer() throws IOException {
        var json = (ObjectNode) JSON.readTree(GgufTokenizer.json(metadata));
        if (specials.textBeginsWithBos() && specials.bos().isPresent()) {
            String bos = tokens.get(specials.bos().getAsInt());
            var first = special(bos, 0);
            json.set(
                    "post_processor",
                    JSON.valueToTree(Map.of(
                            "type",
                            "TemplateProcessing",
                            "single",
                            List.of(first, sequence("A", 0)),
                            "pair",
                            List.of(first, sequence("A", 0), special(bos, 1), sequence("B", 1)),
                            "special_tokens",
                            Map.of(
                                    bos,
                                    Map.of(
                                            "id",
                                            bos,
                                            "ids",
                                            List.of(specials.bos().getAsInt()),
                                            "tokens",
                                            List.of(bos))))));
        }
        return JSON.writeValueAsBytes(json);
    }

    private static Map<String, Object> special(String token, int type) {
        return Map.of("SpecialToken", Map.of("id", token, "type_id", type));
    }

    private static Map<String, Object> sequence(String name, int type) {
        return Map.of("Sequence", Map.of("id", name, "type_id", type));
    }

    private Map<String, Object> config(int context) {
        var json = new LinkedHashMap<String, Object>();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        named(json, "bos_token", specials.bos());
        named(json, "eos_token", specials.eos());
        for (String other : OTHERS) {
            metadata.size(GgufTokenizer.PREFIX + other + "_token_id")
                    .ifPresent(
                            id -> named(json, other.equals("unknown") ? "unk_token" : "pad_token", OptionalInt.of(id)));
        }
        json.put("add_bos_token", specials.textBeginsWithBos());
        json.put("clean_up_tokenization_spaces", false);
        json.put("model_max_length", context);
        metadata.text("tokenizer.chat_template").ifPresent(template -> json.put("chat_template", template));
        return json;
    }

    private Map<String, Object> generation() {
        var json = new LinkedHashMap<String, Object>();
        specials.bos().ifPresent(id -> json.put("bos_token_id", id));
        if (!specials.stops().isEmpty()) {
            json.put("eos_token_id", specials.stops().stream().sorted().toList());
        }
        metadata.size(GgufTokenizer.PREFIX + "padding_token_id").ifPresent(id -> json.put("pad_token_id", id));
        return json;
    }

    private void named(Map<String, Object> json, String name, OptionalInt id) {
        id.stream().filter(known -> known < tokens.size()).forEach(known -> json.put(name, tokens.get(known)));
    }

    private static byte[] lines(Map<String, Object> json) throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }
}
