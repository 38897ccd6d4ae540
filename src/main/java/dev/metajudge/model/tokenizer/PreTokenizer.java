package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How text is cut into words before byte pairs are merged inside each; GGUF names it in "tokenizer.ggml.pre". */
enum PreTokenizer {
    /** GPT-2's pattern: words with a leading blank, numbers, punctuation, blanks. */
    GPT2("gpt-2", false, List.of(byteLevel(true))),
    /** Every digit by itself first, then GPT-2's pattern. "Digit" is any Unicode number character: Ⅷ and ½ too. */
    SMOLLM("smollm", false, List.of(Map.of("type", "Digits", "individual_digits", true), byteLevel(true))),
    /** Llama 3's: numbers of up to three digits. A word that is a token is that token, whatever the merges give. */
    LLAMA3("llama-bpe", true, patterns(Patterns.WORDS.formatted("{1,3}"))),
    /** Qwen 2's: single digits; text is put into NFC first, which the file does not say but the published one does. */
    QWEN2("qwen2", false, patterns(Patterns.WORDS.formatted(""))),
    /** What llama.cpp takes where a file says "default": punctuation, then GPT-2's words, then numbers by threes. */
    DEFAULT("default", false, patterns("[\\p{P}\\$\\+<=>\\^~\\|]+", Patterns.GPT2_WORDS, "\\p{N}+", "[0-9][0-9][0-9]"));

    private final String label;
    private final boolean ignoreMerges;

    @SuppressWarnings("ImmutableEnumChecker") // lists and maps of constants that cannot be changed
    private final List<Map<String, Object>> steps;

    PreTokenizer(String label, boolean ignoreMerges, List<Map<String, Object>> steps) {
        this.label = label;
        this.ignoreMerges = ignoreMerges;
        this.steps = steps;
    }

    static Optional<PreTokenizer> of(String label) {
        return Arrays.stream(values())
                .filter(known -> known.label.equals(label))
                .findFirst();
    }

    String label() {
        return label;
    }

    /** Whether a word that is a token as a whole is never cut, and the model expects its first token before text. */
    boolean ignoreMerges() {
        return ignoreMerges;
    }

    /** The steps as tokenizer.json describes them. */
    List<Map<String, Object>> steps() {
        return steps;
    }

    /** The steps as {@link #comparable(JsonNode)} gives them. */
    List<List<String>> comparable() {
        return comparable(new ObjectMapper().valueToTree(Map.of("type", "Sequence", "pretokenizers", steps)));
    }

    /** What the steps of a tokenizer.json's pre_tokenizer do to text, in a form that can be compared. */
    static List<List<String>> comparable(JsonNode step) {
        String type = step.path("type").asText();
        return switch (type) {
            case "Sequence" ->
                step.path("pretokenizers")
                        .valueStream()
                        .flatMap(inner -> comparable(inner).stream())
                        .toList();
            case "Split" ->
                List.of(List.of(
                        type,
                        step.path("pattern").toString(),
                        step.path("behavior").asText(),
                        String.valueOf(step.path("invert").asBoolean())));
            case "Digits" ->
                List.of(List.of(
                        type, String.valueOf(step.path("individual_digits").asBoolean())));
            case "ByteLevel" ->
                List.of(List.of(
                        type,
                        String.valueOf(step.path("add_prefix_space").asBoolean(true)),
                        String.valueOf(step.path("use_regex").asBoolean(true))));
            default -> List.of(List.of(step.toString()));
        };
    }

    private static Map<String, Object> byteLevel(boolean gpt2Pattern) {
        return Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", gpt2Pattern);
    }

    private static List<Map<String, Object>> patterns(String... patterns) {
        var steps = new ArrayList<Map<String, Object>>();
        for (String pattern : patterns) {
            steps.add(Map.of(
                    "type", "Split", "pattern", Map.of("Regex", pattern), "behavior", "Isolated", "invert", false));
        }
        steps.add(byteLevel(false));
        return List.copyOf(steps);
    }

    private static final class Patterns {
        static final String WORDS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}%s"
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        static final String GPT2_WORDS =
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)";
    }
}
