package dev.metajudge.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.metajudge.model.files.GgufFile;
import dev.metajudge.model.source.SmolLm2;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real model's tokenizer against the reference. */
class SmolLm2TokenizerIT {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/smollm2");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() {
        try (GgufFile file = GgufFile.open(SmolLm2.file())) {
            tokenizer = Tokenizer.of(file.metadata());
        }
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void everyIdIsThePublishedTokenizers() throws IOException {
        JsonNode cases = golden("tokenization.json");
        assertThat(cases).hasSize(106);
        for (JsonNode expected : cases) {
            String text = expected.get("text").asText();
            int[] ids = ints(expected.get("ids"));
            assertThat(tokenizer.encode(text, true)).as(text).isEqualTo(ids);
            assertThat(tokenizer.encode(text, false))
                    .as(text)
                    .isEqualTo(expected.has("ids_plain") ? ints(expected.get("ids_plain")) : ids);
            assertThat(tokenizer.decode(ids, false))
                    .isEqualTo(expected.get("decoded").asText());
            assertThat(tokenizer.decode(ids, true))
                    .isEqualTo(expected.get("decoded_skip_special").asText());
        }
    }

    @Test
    void everyTokensBytesAreTheReferences() throws IOException {
        for (JsonNode expected : golden("token_bytes.json")) {
            int[] ids = ints(expected.get("ids"));
            String[] bytes = JSON.convertValue(expected.get("bytes_per_token_hex"), String[].class);
            assertThat(IntStream.of(ids).mapToObj(id -> HexFormat.of().formatHex(tokenizer.bytes(id))))
                    .containsExactly(bytes);
        }
    }

    @Test
    void specialTokensHaveTheirIds() {
        assertThat(tokenizer.vocabulary()).isEqualTo(49152);
        assertThat(tokenizer.bos()).hasValue(1);
        assertThat(tokenizer.eos()).hasValue(2);
        assertThat(tokenizer.endOfTurn()).hasValue(2);
        assertThat(tokenizer.id("<|im_end|>")).hasValue(2);
        assertThat(tokenizer.id("<|endoftext|>")).hasValue(0);
        assertThat(tokenizer.id("<|none|>")).isEmpty();
        assertThat(tokenizer.isSpecial(16)).isTrue();
        assertThat(tokenizer.isSpecial(17)).isFalse();
    }

    private static JsonNode golden(String name) throws IOException {
        return JSON.readTree(GOLDEN.resolve(name).toFile()).get("cases");
    }

    private static int[] ints(JsonNode array) {
        return JSON.convertValue(array, int[].class);
    }
}
