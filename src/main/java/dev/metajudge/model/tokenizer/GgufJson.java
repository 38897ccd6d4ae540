package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a GGUF file's vocabulary as tokenizer.json, the format that Hugging Face's tokenizers read. */
final class GgufJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GgufJson() {}

    /** Byte-level pairs: characters of GPT-2's byte alphabet, merges most urgent first. */
    static byte[] bytePairs(List<String> tokens, List<AddedToken> added, List<String> merges, PreTokenizer cut) {
        var parts = new LinkedHashMap<String, Object>();
        if (cut == PreTokenizer.QWEN2) {
            parts.put("normalizer", Map.of("type", "NFC"));
        }
        parts.put("pre_tokenizer", Map.of("type", "Sequence", "pretokenizers", cut.steps()));
        parts.put(
                "decoder",
                Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true));
        var settings = Map.<String, Object>of("ignore_merges", cut.ignoreMerges());
        return write(parts, tokens, added, settings, Merge.read(merges, ids(tokens)));
    }

    /** SentencePiece: characters, with bytes for those that are missing. */
    static byte[] pieces(List<String> tokens, List<AddedToken> added, List<Double> scores, boolean spacePrefix) {
        Map<String, Object> blanks =
                Map.of("type", "Replace", "pattern", Map.of("String", " "), "content", Alphabet.BLANK);
        var normalizers = new ArrayList<Map<String, Object>>();
        var decoders = new ArrayList<Map<String, Object>>();
        if (spacePrefix) {
            normalizers.add(Map.of("type", "Prepend", "prepend", Alphabet.BLANK));
        }
        normalizers.add(blanks);
        decoders.add(Map.of("type", "Replace", "pattern", Map.of("String", Alphabet.BLANK), "content", " "));
        decoders.add(Map.of("type", "ByteFallback"));
        decoders.add(Map.of("type", "Fuse"));
        if (spacePrefix) {
            decoders.add(Map.of("type", "Strip", "content", " ", "start", 1, "stop", 0));
        }
        var parts = new LinkedHashMap<String, Object>();
        parts.put("normalizer", Map.of("type", "Sequence", "normalizers", normalizers));
        parts.put("decoder", Map.of("type", "Sequence", "decoders", decoders));
        var settings = new LinkedHashMap<String, Object>(Map.of("byte_fallback", true, "fuse_unk", true));
        added.stream()
                .filter(AddedToken::special)
                .map(AddedToken::content)
                .filter("<unk>"::equals)
                .forEach(unknown -> settings.put("unk_token", unknown));
        return write(parts, tokens, added, settings, Merge.ofScores(tokens, scores, ids(tokens)));
    }

    private static Map<String, Integer> ids(List<String> tokens) {
        var ids = HashMap.<String, Integer>newHashMap(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            Integer before = ids.put(tokens.get(id), id);
            if (before != null) {
                throw new IllegalArgumentException(
                        "tokens %d and %d are both \"%s\"".formatted(before, id, tokens.get(id)));
            }
        }
        return ids;
    }

    private static byte[] write(
            Map<String, Object> parts,
            List<String> tokens,
            List<AddedToken> added,
            Map<String, Object> settings,
            List<Merge> merges) {
        var out = new ByteArrayOutputStream(1 << 21);
        try (JsonGenerator json = JSON.getFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            for (var part : parts.entrySet()) {
                json.writePOJOField(part.getKey(), part.getValue());
            }
            json.writeFieldName("added_tokens");
            TokenizerJson.writeAdded(json, added);
            json.writeObjectFieldStart("model");
            json.writeStringField("type", "BPE");
            for (var setting : settings.entrySet()) {
                json.writePOJOField(setting.getKey(), setting.getValue());
            }
            json.writeObjectFieldStart("vocab");
            for (int id = 0; id < tokens.size(); id++) {
                json.writeNumberField(tokens.get(id), id);
            }
            json.writeEndObject();
            json.writeArrayFieldStart("merges");
            for (Merge merge : merges) {
                json.writeStartArray();
                json.writeString(merge.left());
                json.writeString(merge.right());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
