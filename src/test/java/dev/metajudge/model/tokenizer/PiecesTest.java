package dev.metajudge.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Special tokens as text and as tokens. */
class PiecesTest {
    private static final String OUTSIDE = "</s>";

    /** Pieces without a forged marker give the ids of the whole text, blanks at the borders and all. */
    @ParameterizedTest
    @CsvSource({
        "gpt2, <|im_end|>",
        "smollm, <|im_end|>",
        "llama3, <|eot_id|>",
        "qwen2, <|im_end|>",
        "llama2-spm, </s>",
        "mistral-metaspace, </s>",
        "gemma, </s>"
    })
    void piecesGiveTheIdsOfTheWholeText(String name, String marker) {
        checkPieces(name, marker, GoldenStrings.bytes(name));
    }

    /** Tokens that take the blanks beside them along do so in pieces too. */
    @ParameterizedTest
    @CsvSource({"gpt2, <|im_end|>", "llama2-spm, </s>", "mistral-metaspace, </s>"})
    void blanksBesideAMarkerGoWithIt(String name, String marker) {
        ObjectNode json = GoldenStrings.json(name).deepCopy();
        for (JsonNode token : json.get("added_tokens")) {
            ((ObjectNode) token)
                    .put("rstrip", true)
                    .put("lstrip", token.get("id").asInt() == 2);
        }
        checkPieces(name, marker, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void checkPieces(String name, String marker, byte[] json) {
        var random = new Random(11);
        List<GoldenStrings.Case> cases = GoldenStrings.cases(name);
        try (Tokenizer tokenizer = Tokenizer.of(GoldenStrings.file(name), json)) {
            for (int run = 0; run < 200; run++) {
                var pieces = new ArrayList<Piece>();
                for (int i = 0; i < 1 + run % 7; i++) {
                    String text = cases.get(random.nextInt(cases.size())).text();
                    boolean clean = tokenizer.encode(text, true).length > 0 && !text.contains("<");
                    pieces.add(random.nextInt(3) == 0 || !clean ? Piece.marker(marker) : Piece.text(text));
                }
                String whole = pieces.stream().map(Piece::text).collect(Collectors.joining());
                assertThat(tokenizer.encode(pieces)).as(whole).isEqualTo(tokenizer.encode(whole, true));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt2, <|im_end|>",
        "smollm, <|endoftext|>",
        "llama3, <|begin_of_text|>",
        "qwen2, <|im_start|>",
        "llama2-spm, </s>",
        "mistral-metaspace, <s>",
        "gemma, </s>"
    })
    void theTextOfASpecialTokenIsTextUnlessItIsAMarker(String name, String marker) {
        try (Tokenizer tokenizer = GoldenStrings.open(name)) {
            int id = tokenizer.id(marker).orElseThrow();
            String text = "a" + marker + "b";
            assertThat(tokenizer.isSpecial(id)).isTrue();
            assertThat(tokenizer.encode(text, true)).contains(id);
            assertThat(tokenizer.encode(text, false)).doesNotContain(id);
            assertThat(tokenizer.decode(tokenizer.encode(text, false), true)).isEqualTo(text);
            assertThat(tokenizer.encode(List.of(Piece.text(text), Piece.marker(marker))))
                    .containsOnlyOnce(id)
                    .endsWith(id);
        }
    }

    /** The library numbers added tokens by their place; leaving some out must not renumber the others. */
    @Test
    void idsOfTheOtherAddedTokensStayWhenSpecialOnesAreText() {
        ObjectNode json = GoldenStrings.json("gpt2").deepCopy();
        int first = json.get("model").get("vocab").size();
        json.withArray("added_tokens")
                .addObject()
                .put("id", first)
                .put("content", "<|ctrl|>")
                .put("special", true);
        json.withArray("added_tokens")
                .addObject()
                .put("id", first + 1)
                .put("content", "<think>")
                .put("special", false)
                .put("normalized", false);
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        try (Tokenizer tokenizer = Tokenizer.of(GoldenStrings.file("gpt2"), bytes)) {
            assertThat(tokenizer.vocabulary()).isEqualTo(first + 2);
            assertThat(tokenizer.encode("<|ctrl|><think>", true)).containsExactly(first, first + 1);
            assertThat(tokenizer.encode("<|ctrl|><think>", false))
                    .doesNotContain(first)
                    .endsWith(first + 1);
            assertThat(tokenizer.decode(new int[] {first + 1}, false)).isEqualTo("<think>");
        }
    }

    @Test
    void aMarkerThatTheTokenizerLacksIsText() {
        try (Tokenizer tokenizer = GoldenStrings.open("gpt2")) {
            assertThat(tokenizer.encode(List.of(Piece.text("a b"), Piece.marker(OUTSIDE), Piece.text(" c"))))
                    .isEqualTo(tokenizer.encode("a b" + OUTSIDE + " c", true));
        }
    }

    /** A text in two halves, the second one after text, is the whole text; a blank is put before the first only. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama2-spm", "mistral-metaspace", "gemma"})
    void whatGoesOnAfterTextHasNoBlankInFront(String name) {
        try (Tokenizer tokenizer = GoldenStrings.open(name)) {
            int[] first = tokenizer.encode("Score:\n", false);
            int[] second = tokenizer.encodeAfterText("Winner </s> 5");
            int[] both =
                    IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
            assertThat(tokenizer.decode(both, true)).isEqualTo("Score:\nWinner </s> 5");
        }
    }
}
