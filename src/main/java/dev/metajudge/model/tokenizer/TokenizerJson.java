package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.tokenizer.StrictJson.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tokenizer.json, read and checked.
 *
 * @param file where it is from, for messages
 * @param json its bytes
 * @param spans where its parts stand
 * @param vocabulary its tokens but for the added ones
 * @param added tokens found in text as a whole, in the file's order
 * @param rules what it does to text
 */
record TokenizerJson(
        Path file,
        byte[] json,
        Map<String, Span> spans,
        PairVocabulary vocabulary,
        List<AddedToken> added,
        TokenizerRules rules) {
    /** The largest published ones have 35 MB. */
    static final int MOST_BYTES = 256 << 20;

    private static final int MOST_RULE_BYTES = 1 << 20;
    private static final int MOST_ADDED_BYTES = 32 << 20;
    /** Written anew, or left out: shortening and filling up, and what is put before and after a text. */
    private static final Set<String> OURS =
            Set.of("added_tokens", "normalizer", "pre_tokenizer", "post_processor", "truncation", "padding");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Reads a tokenizer.json.
     *
     * @throws dev.metajudge.UserError if it is not sound, or of a kind that is not supported
     */
    static TokenizerJson read(Path file, byte[] json) {
        Map<String, Span> spans = StrictJson.spans(file, json);
        Span model = spans.get("model");
        if (model == null) {
            throw BadFile.refuse(file, "it has no \"model\", so it is no tokenizer.json");
        }
        PairVocabulary vocabulary = PairVocabulary.read(file, json, model);
        TokenizerRules rules = TokenizerRules.read(
                file,
                part(file, json, spans, "normalizer"),
                part(file, json, spans, "pre_tokenizer"),
                part(file, json, spans, "post_processor"),
                part(file, json, spans, "decoder"));
        List<AddedToken> added = added(file, json, spans.get("added_tokens"));
        return new TokenizerJson(file, json, spans, vocabulary, added, rules).checked();
    }

    /** The same with other added tokens. */
    TokenizerJson with(List<AddedToken> tokens) {
        return new TokenizerJson(file, json, spans, vocabulary, List.copyOf(tokens), rules).checked();
    }

    /**
     * The UTF-8 text for the native library.
     *
     * @param tokens the added tokens that are recognised
     * @param place where the texts that it will be given stand
     */
    byte[] text(List<AddedToken> tokens, Place place) {
        var out = new ByteArrayOutputStream(json.length + (1 << 12));
        try (JsonGenerator generator = MAPPER.getFactory().createGenerator(out, JsonEncoding.UTF8)) {
            generator.writeStartObject();
            generator.writeFieldName("added_tokens");
            writeAdded(generator, tokens);
            generator.writePOJOField("normalizer", rules.normalizer(place));
            generator.writePOJOField("pre_tokenizer", rules.preTokenizer(place));
            for (String off : List.of("post_processor", "truncation", "padding")) {
                generator.writeNullField(off);
            }
            generator.flush();
            for (var part : spans.entrySet()) {
                if (!OURS.contains(part.getKey())) {
                    out.write(',');
                    out.writeBytes(MAPPER.writeValueAsBytes(part.getKey()));
                    out.write(':');
                    out.write(json, part.getValue().begin(), part.getValue().length());
                }
            }
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /**
     * The ids that the native library gives to added tokens: the vocabulary's own where it has the text, otherwise the
     * next free one, whatever the file says.
     */
    int[] assigned(List<AddedToken> tokens) {
        int next = vocabulary.ids().size();
        int[] ids = new int[tokens.size()];
        for (int i = 0; i < ids.length; i++) {
            Integer own = vocabulary.ids().get(tokens.get(i).content());
            ids[i] = own == null ? next++ : own;
        }
        return ids;
    }

    private TokenizerJson checked() {
        int[] assigned = assigned(added);
        var seen = new HashSet<String>();
        for (int i = 0; i < assigned.length; i++) {
            AddedToken token = added.get(i);
            if (!seen.add(token.content())) {
                throw BadFile.refuse(file, "the added token \"%s\" is there twice".formatted(token.content()));
            }
            if (assigned[i] != token.id()) {
                throw BadFile.refuse(
                        file,
                        "the added token \"%s\" has the id %d; in its place it would be %d"
                                .formatted(token.content(), token.id(), assigned[i]));
            }
        }
        return this;
    }

    private static JsonNode part(Path file, byte[] json, Map<String, Span> spans, String name) {
        Span span = spans.get(name);
        if (span == null) {
            return NullNode.getInstance();
        }
        if (span.length() > MOST_RULE_BYTES) {
            throw BadFile.refuse(file, "its %s is too large".formatted(name));
        }
        return StrictJson.tree(file, json, span);
    }

    private static List<AddedToken> added(Path file, byte[] json, @org.jspecify.annotations.Nullable Span span) {
        if (span == null) {
            return List.of();
        }
        if (span.length() > MOST_ADDED_BYTES) {
            throw BadFile.refuse(file, "its added tokens are too many");
        }
        var added = new ArrayList<AddedToken>();
        for (JsonNode node : StrictJson.tree(file, json, span)) {
            JsonNode id = node.path("id");
            JsonNode content = node.path("content");
            if (!id.canConvertToInt()
                    || id.asInt() < 0
                    || !content.isTextual()
                    || content.asText().isEmpty()) {
                throw BadFile.refuse(file, "an added token lacks its id or its text");
            }
            added.add(token(id.asInt(), content.asText(), node));
        }
        return List.copyOf(added);
    }

    /** An added token as tokenizer.json and tokenizer_config.json describe it. */
    static AddedToken token(int id, String content, JsonNode flags) {
        boolean special = flags.path("special").asBoolean(false);
        return new AddedToken(
                id,
                content,
                flags.path("single_word").asBoolean(false),
                flags.path("lstrip").asBoolean(false),
                flags.path("rstrip").asBoolean(false),
                flags.path("normalized").asBoolean(!special),
                special);
    }

    static void writeAdded(JsonGenerator json, List<AddedToken> tokens) throws IOException {
        json.writeStartArray();
        for (AddedToken token : tokens) {
            json.writePOJO(Map.of(
                    "id", token.id(),
                    "content", token.content(),
                    "single_word", token.singleWord(),
                    "lstrip", token.lstrip(),
                    "rstrip", token.rstrip(),
                    "normalized", token.normalized(),
                    "special", token.special()));
        }
        json.writeEndArray();
    }

    @Override
    public String toString() {
        return new String(json, 0, Math.min(80, json.length), StandardCharsets.UTF_8);
    }
}
