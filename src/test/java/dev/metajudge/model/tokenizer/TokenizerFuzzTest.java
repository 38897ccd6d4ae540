package dev.metajudge.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.metajudge.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged tokenizers are refused or work; nothing else happens. The native library would take the process along. */
class TokenizerFuzzTest {
    private static final int RUNS = 200;

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama3", "llama2-spm", "mistral-metaspace", "gemma"})
    void changedBytesAreRefusedOrHarmless(String name) {
        var random = new Random(17);
        byte[] good = GoldenStrings.bytes(name);
        for (int run = 0; run < RUNS; run++) {
            byte[] bad = good.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(run % 2 == 0 ? 128 : 256);
            }
            open(name, run % 5 == 0 ? java.util.Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama3", "qwen2", "llama2-spm", "mistral-metaspace", "gemma"})
    void changedValuesAreRefusedOrHarmless(String name) throws Exception {
        var random = new Random(19);
        int opened = 0;
        for (int run = 0; run < RUNS; run++) {
            JsonNode json = GoldenStrings.json(name).deepCopy();
            for (int i = 0; i <= random.nextInt(3); i++) {
                change(json, random);
            }
            opened += open(name, new ObjectMapper().writeValueAsBytes(json)) ? 1 : 0;
        }
        assertThat(opened).as("some changes are harmless").isBetween(1, RUNS - 1);
    }

    private static boolean open(String name, byte[] json) {
        try (Tokenizer tokenizer = Tokenizer.of(GoldenStrings.file(name), json)) {
            String text = "Score: 42 \u00E9 \uD83D\uDE42 <s></s> <|im_end|>\n\n  done";
            int[] ids = tokenizer.encode(text, true);
            tokenizer.encode(text, false);
            tokenizer.encode(List.of(Piece.marker("<s>"), Piece.text(text), Piece.marker("</s>"), Piece.text(text)));
            tokenizer.decode(ids, true);
            return true;
        } catch (UserError refused) {
            assertThat(refused).hasMessageContaining("tokenizer.json: ");
            return false;
        }
    }

    /** Outside the vocabulary and the merges, which are most of the file, anything becomes anything. */
    private static void change(JsonNode json, Random random) {
        var places = new ArrayList<JsonNode>();
        collect(json, places);
        JsonNode place = places.get(random.nextInt(places.size()));
        JsonNode value = value(random);
        switch (place) {
            case ObjectNode object
            when !object.isEmpty() -> {
                var names = new ArrayList<String>();
                object.fieldNames().forEachRemaining(names::add);
                object.set(names.get(random.nextInt(names.size())), value);
            }
            case ArrayNode array when !array.isEmpty() -> array.set(random.nextInt(array.size()), value);
            default -> {}
        }
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode() && node.size() < 300) {
            places.add(node);
            node.forEach(inner -> collect(inner, places));
        }
    }

    private static JsonNode value(Random random) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (random.nextInt(14)) {
            case 0 -> make.nullNode();
            case 1 -> make.booleanNode(random.nextBoolean());
            case 2 -> make.numberNode(random.nextInt(5) - 1);
            case 3 -> make.numberNode(random.nextLong());
            case 4 -> make.numberNode(random.nextDouble());
            case 5 -> make.textNode("");
            case 6 -> make.textNode("\u2581");
            case 7 -> make.textNode("(a+)+$");
            case 8 -> make.textNode("([");
            case 9 -> make.textNode("<unk>");
            case 10 -> make.arrayNode().add(1);
            case 11 -> make.objectNode().put("type", "Sequence");
            case 12 -> make.textNode("x".repeat(300));
            default -> make.textNode("ByteLevel");
        };
    }
}
