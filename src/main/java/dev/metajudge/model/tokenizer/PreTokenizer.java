package dev.metajudge.model.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How text is cut into words before byte pairs are merged inside each; GGUF names it in "tokenizer.ggml.pre". */
public enum PreTokenizer {
    /** GPT-2's pattern: words with a leading blank, numbers, punctuation, blanks. */
    GPT2("gpt-2", List.of(byteLevel())),
    /** Every digit by itself first, then GPT-2's pattern. "Digit" is any Unicode number character: Ⅷ and ½ too. */
    SMOLLM("smollm", List.of(Map.of("type", "Digits", "individual_digits", true), byteLevel()));

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // lists and maps of constants that cannot be changed
    private final List<Map<String, Object>> steps;

    PreTokenizer(String label, List<Map<String, Object>> steps) {
        this.label = label;
        this.steps = steps;
    }

    static Optional<PreTokenizer> of(String label) {
        return Arrays.stream(values())
                .filter(known -> known.label.equals(label))
                .findFirst();
    }

    public String label() {
        return label;
    }

    /** The steps as tokenizer.json describes them. */
    List<Map<String, Object>> steps() {
        return steps;
    }

    private static Map<String, Object> byteLevel() {
        return Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true);
    }
}
