package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

/** The seven small tokenizers with well-known pipelines, and what the reference does with some hundred strings. */
final class GoldenStrings {
    static final Path FOLDER = Path.of("src/test/resources/golden/tiny-tokenizers");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A string and what the reference makes of it.
     *
     * @param text the string; the text of special tokens in it is recognised
     * @param ids its ids
     * @param decoded the text of the ids
     */
    record Case(String text, int[] ids, String decoded) {}

    private GoldenStrings() {}

    static Path file(String name) {
        return FOLDER.resolve(name).resolve("tokenizer.json");
    }

    static Tokenizer open(String name) {
        return Tokenizer.of(file(name), bytes(name));
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String name) {
        return read(file(name));
    }

    static List<Case> cases(String name) {
        return read(FOLDER.resolve(name).resolve("golden.json"))
                .get("cases")
                .valueStream()
                .map(node -> new Case(
                        node.get("text").asText(),
                        JSON.convertValue(node.get("ids"), int[].class),
                        node.path("decoded").asText(node.get("text").asText())))
                .toList();
    }

    /** Every id and every text is the reference's. */
    static void check(Tokenizer tokenizer, List<Case> cases) {
        var soft = new SoftAssertions();
        for (Case expected : cases) {
            soft.assertThat(tokenizer.encode(expected.text(), true))
                    .as("ids of %s", expected.text())
                    .isEqualTo(expected.ids());
            soft.assertThat(tokenizer.decode(expected.ids(), false))
                    .as("text of %s", expected.text())
                    .isEqualTo(expected.decoded());
        }
        soft.assertAll();
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
