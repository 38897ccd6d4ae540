package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Writes a vocabulary as tokenizer.json, the format that Hugging Face's tokenizers read. */
final class TokenizerJson {
    private static final JsonFactory JSON = new ObjectMapper().getFactory();

    private TokenizerJson() {}

    /**
     * The UTF-8 text of tokenizer.json.
     *
     * @param withSpecials whether control tokens are recognised in text; without, their text is ordinary text
     */
    static byte[] write(Vocabulary vocabulary, boolean withSpecials) {
        var out = new ByteArrayOutputStream(1 << 21);
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeNullField("truncation");
            json.writeNullField("padding");
            json.writeFieldName("added_tokens");
            writeAddedTokens(json, vocabulary, withSpecials);
            json.writeNullField("normalizer");
            json.writePOJOField(
                    "pre_tokenizer",
                    Map.of(
                            "type",
                            "Sequence",
                            "pretokenizers",
                            vocabulary.preTokenizer().steps()));
            json.writeNullField("post_processor");
            json.writePOJOField(
                    "decoder",
                    Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true));
            json.writeFieldName("model");
            writeModel(json, vocabulary);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void writeAddedTokens(JsonGenerator json, Vocabulary vocabulary, boolean withSpecials)
            throws IOException {
        SortedSet<Integer> added = new TreeSet<>(vocabulary.userDefined());
        if (withSpecials) {
            added.addAll(vocabulary.special());
        }
        json.writeStartArray();
        for (int id : added) {
            json.writePOJO(Map.of(
                    "id", id,
                    "content", vocabulary.tokens().get(id),
                    "single_word", false,
                    "lstrip", false,
                    "rstrip", false,
                    "normalized", false,
                    "special", vocabulary.special().contains(id)));
        }
        json.writeEndArray();
    }

    private static void writeModel(JsonGenerator json, Vocabulary vocabulary) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "BPE");
        for (String absent : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            json.writeNullField(absent);
        }
        for (String off : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            json.writeBooleanField(off, false);
        }
        json.writeObjectFieldStart("vocab");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            json.writeNumberField(vocabulary.tokens().get(id), id);
        }
        json.writeEndObject();
        json.writeArrayFieldStart("merges");
        for (String merge : vocabulary.merges()) {
            json.writeString(merge);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
