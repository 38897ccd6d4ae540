package dev.metajudge.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.UserError;
import dev.metajudge.model.files.GgufMetadataFixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What GGUF metadata says besides the vocabulary. */
class GgufTokenizerTest {
    private static final String P = "tokenizer.ggml.";

    /** "ab" has a better score than "bc": SentencePiece joins a and b first, wherever the merges would come from. */
    private static Map<String, Object> pieces() {
        return new HashMap<>(Map.of(
                P + "model",
                "llama",
                P + "tokens",
                List.of("<unk>", "<s>", "</s>", "<0x0A>", "\u2581", "a", "b", "c", "ab", "bc", "abc", "\u2581a"),
                P + "token_type",
                List.of(2, 3, 3, 6, 1, 1, 1, 1, 1, 1, 1, 1),
                P + "scores",
                List.of(0.0, 0.0, 0.0, 0.0, -9.0, -9.0, -9.0, -9.0, -1.0, -2.0, -3.0, -4.0),
                P + "bos_token_id",
                1,
                P + "eos_token_id",
                2));
    }

    private static Map<String, Object> bytePairs(String pre) {
        return new HashMap<>(Map.of(
                P + "model",
                "gpt2",
                P + "pre",
                pre,
                P + "tokens",
                List.of("1", "2", "3", "4", "!", "?", "12", "34", "!?", "123", "1234", "<end>", "\u010A"),
                P + "token_type",
                List.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1),
                P + "merges",
                List.of("1 2", "3 4", "! ?", "12 3", "12 34"),
                P + "bos_token_id",
                11,
                P + "eos_token_id",
                11));
    }

    private static Tokenizer read(Map<String, Object> metadata) {
        return Tokenizer.of(GgufMetadataFixture.of(metadata));
    }

    @Test
    void piecesAreJoinedByScore() {
        try (Tokenizer tokenizer = read(pieces())) {
            assertThat(texts(tokenizer, "abc")).containsExactly("\u2581", "abc");
            assertThat(texts(tokenizer, "bc")).containsExactly("\u2581", "bc");
            assertThat(texts(tokenizer, "ac")).containsExactly("\u2581a", "c");
            assertThat(texts(tokenizer, "a\n")).containsExactly("\u2581a", "<0x0A>");
            assertThat(texts(tokenizer, "a</s>a")).containsExactly("\u2581a", "</s>", "\u2581a");
            assertThat(tokenizer.decode(tokenizer.encode("abc", true), false)).isEqualTo("abc");
        }
    }

    @Test
    void theBlankInFrontIsASetting() {
        Map<String, Object> metadata = pieces();
        metadata.put(P + "add_space_prefix", false);
        try (Tokenizer tokenizer = read(metadata)) {
            assertThat(texts(tokenizer, "abc")).containsExactly("abc");
            assertThat(texts(tokenizer, " abc")).containsExactly("\u2581", "abc");
            assertThat(tokenizer.decode(tokenizer.encode(" abc", true), false)).isEqualTo(" abc");
        }
    }

    /** Numbers are cut into single ones, threes, or not at all; "!?" is cut off from what follows only by default. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gpt-2     | 1234 | 1234
            smollm    | 1234 | 1 2 3 4
            qwen2     | 1234 | 1 2 3 4
            llama-bpe | 1234 | 123 4
            default   | 1234 | 123 4
            gpt-2     | !?1  | !? 1
            """)
    void thePreTokenizerCutsNumbers(String pre, String text, String tokens) {
        try (Tokenizer tokenizer = read(bytePairs(pre))) {
            assertThat(String.join(" ", texts(tokenizer, text))).isEqualTo(tokens);
            assertThat(tokenizer.kind()).endsWith("cut as " + pre);
        }
    }

    @Test
    void whetherTextBeginsWithBosIsSaidOrKnown() {
        assertThat(beginsWithBos(pieces())).as("SentencePiece").isTrue();
        assertThat(beginsWithBos(bytePairs("llama-bpe"))).as("Llama 3").isTrue();
        assertThat(beginsWithBos(bytePairs("gpt-2"))).as("other byte pairs").isFalse();
        Map<String, Object> off = pieces();
        off.put(P + "add_bos_token", false);
        assertThat(beginsWithBos(off)).as("said not to").isFalse();
        Map<String, Object> on = bytePairs("gpt-2");
        on.put(P + "add_bos_token", true);
        assertThat(beginsWithBos(on)).as("said to").isTrue();
    }

    private static boolean beginsWithBos(Map<String, Object> metadata) {
        try (Tokenizer tokenizer = read(metadata)) {
            return tokenizer.textBeginsWithBos();
        }
    }

    @Test
    void everyTokenThatEndsSomethingIsAStop() {
        Map<String, Object> metadata = bytePairs("gpt-2");
        metadata.put(P + "eot_token_id", 4);
        try (Tokenizer tokenizer = read(metadata)) {
            assertThat(tokenizer.stops()).containsExactly(4, 11);
            assertThat(tokenizer.endOfTurn()).hasValue(4);
            assertThat(tokenizer.eos()).hasValue(11);
        }
    }

    @Test
    void phi3sControlTokensTakeTheBlanksAfterThemAlong() {
        Map<String, Object> metadata = pieces();
        metadata.put("general.architecture", "phi3");
        try (Tokenizer tokenizer = read(metadata)) {
            assertThat(texts(tokenizer, "</s>\n a")).containsExactly("</s>", "\u2581a");
            assertThat(texts(tokenizer, "<s>\na")).containsExactly("<s>", "\u2581", "<0x0A>", "a");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model               | t5    | tokenizers of kind "t5" are not supported
            pre                 | gpt-4 | the pre-tokenizer "gpt-4" is not supported; gpt-2, smollm, llama-bpe, qwen2, default
            add_eos_token       | true  | add_eos_token is on
            add_space_prefix    | true  | add_space_prefix is on
            eos_token_id        | 99    | eos_token_id is 99 of 13 tokens
            """)
    void whatIsNotSupportedIsRefusedByName(String key, String value, String message) {
        Map<String, Object> metadata = bytePairs("gpt-2");
        Object typed =
                switch (value) {
                    case "true" -> true;
                    case "99" -> 99;
                    default -> value;
                };
        metadata.put(P + key, typed);
        refused(metadata, message);
    }

    @Test
    void unsoundVocabulariesAreRefused() {
        Map<String, Object> fewScores = pieces();
        fewScores.put(P + "scores", List.of(1.0));
        refused(fewScores, "scores has 1 entries for 12 tokens");
        Map<String, Object> noNumber = pieces();
        noNumber.put(P + "scores", java.util.Collections.nCopies(12, Double.NaN));
        refused(noNumber, "token 0 has no number as its score");
        Map<String, Object> twice = bytePairs("gpt-2");
        twice.put(P + "tokens", java.util.Collections.nCopies(13, "a"));
        refused(twice, "tokens 0 and 1 are both \"a\"");
        Map<String, Object> huge = pieces();
        huge.put(P + "tokens", List.of("a".repeat(100_000)));
        huge.put(P + "token_type", List.of(1));
        huge.put(P + "scores", List.of(1.0));
        huge.remove(P + "bos_token_id");
        huge.remove(P + "eos_token_id");
        refused(huge, "token 0 is 100000 characters long");
    }

    private static void refused(Map<String, Object> metadata, String message) {
        assertThatThrownBy(() -> read(metadata).close())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("test.gguf: ")
                .hasMessageContaining(message);
    }

    private static List<String> texts(Tokenizer tokenizer, String text) {
        return java.util.Arrays.stream(tokenizer.encode(text, true))
                .mapToObj(tokenizer::text)
                .toList();
    }
}
