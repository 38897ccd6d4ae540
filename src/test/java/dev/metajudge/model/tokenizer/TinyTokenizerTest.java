package dev.metajudge.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.files.GgufFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tokenizer of the tiny Llama, out of its GGUF. */
class TinyTokenizerTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() {
        try (GgufFile file = GgufFile.open(GOLDEN.resolve("gguf/tiny-llama-q8_0.gguf"))) {
            tokenizer = Tokenizer.of(file.metadata());
        }
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void idsAndTextAreThePublishedTokenizers() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(GOLDEN.resolve("tiny-models/llama/tokenizer.golden.json")
                        .toFile());
        assertThat(golden.get("cases")).isNotEmpty();
        for (JsonNode expected : golden.get("cases")) {
            String text = expected.get("text").asText();
            int[] ids = new ObjectMapper().convertValue(expected.get("ids"), int[].class);
            assertThat(tokenizer.encode(text, true)).as(text).isEqualTo(ids);
            assertThat(tokenizer.decode(ids, false))
                    .isEqualTo(expected.path("decoded").asText(text));
        }
    }

    @Test
    void specialTokensAreRecognisedOnlyWhenAsked() {
        int end = tokenizer.eos().orElseThrow();
        assertThat(tokenizer.encode("a</s>", true)).hasSize(2).endsWith(end);
        assertThat(tokenizer.encode("a</s>", false)).hasSize(5).doesNotContain(end);
        assertThat(tokenizer.decode(new int[] {end, 70}, true)).isEqualTo(tokenizer.decode(new int[] {70}, false));
        assertThat(tokenizer.bytes(end)).isEqualTo("</s>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLongTextIsNotShortened() {
        assertThat(tokenizer.encode("x ".repeat(20_000), false).length).isGreaterThanOrEqualTo(20_000);
    }

    @Test
    void everyTextSurvivesTheRoundTripThroughIdsAndBytes() {
        String text = "\u0000\u0004 a\tb\r\n \uD83D\uDE42 \u4F60\u597D \u00BD";
        int[] ids = tokenizer.encode(text, false);
        assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
        var bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(tokenizer.bytes(id));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void halfACharacterBecomesTheReplacementCharacter() {
        assertThat(tokenizer.encode("a\uD83Db", false)).isEqualTo(tokenizer.encode("a\uFFFDb", false));
    }

    @Test
    void nothingGivesNothing() {
        assertThat(tokenizer.encode("", true)).isEmpty();
        assertThat(tokenizer.decode(new int[0], false)).isEmpty();
    }

    @Test
    void anIdOutsideTheVocabularyIsAFaultOfTheCaller() {
        int[] outside = {tokenizer.vocabulary()};
        assertThatThrownBy(() -> tokenizer.decode(outside, false)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
