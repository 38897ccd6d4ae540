package dev.metajudge.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.model.files.GgufMetadataFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids and text of the well-known pipelines, from tokenizer.json as it is and from GGUF metadata. */
class GoldenTokenizersTest {
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "smollm", "llama3", "qwen2", "llama2-spm", "mistral-metaspace", "gemma"})
    void tokenizerJsonIsReadAsItIs(String name) {
        try (Tokenizer tokenizer = GoldenStrings.open(name)) {
            List<GoldenStrings.Case> cases = GoldenStrings.cases(name);
            assertThat(cases).hasSizeGreaterThan(90);
            GoldenStrings.check(tokenizer, cases);
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt2, gpt-2", "smollm, smollm", "llama3, llama-bpe", "qwen2, qwen2"})
    void bytePairsOutOfAGgufAreThose(String name, String pre) {
        JsonNode json = GoldenStrings.json(name);
        Map<String, Object> metadata = metadata(json, "gpt2");
        metadata.put("tokenizer.ggml.pre", pre);
        metadata.put(
                "tokenizer.ggml.merges",
                json.get("model")
                        .get("merges")
                        .valueStream()
                        .map(pair -> pair.get(0).asText() + " " + pair.get(1).asText())
                        .toList());
        try (Tokenizer tokenizer = Tokenizer.of(GgufMetadataFixture.of(metadata))) {
            GoldenStrings.check(tokenizer, GoldenStrings.cases(name));
            assertThat(tokenizer.kind()).contains(pre);
        }
    }

    @ParameterizedTest
    @CsvSource({"llama2-spm, true", "gemma, false"})
    void sentencePiecesOutOfAGgufAreThose(String name, boolean spacePrefix) {
        JsonNode json = GoldenStrings.json(name);
        Map<String, Object> metadata = metadata(json, "llama");
        metadata.put("tokenizer.ggml.add_space_prefix", spacePrefix);
        metadata.put("tokenizer.ggml.scores", scores(json));
        try (Tokenizer tokenizer = Tokenizer.of(GgufMetadataFixture.of(metadata))) {
            GoldenStrings.check(tokenizer, GoldenStrings.cases(name));
        }
    }

    /** What is streamed is what is decoded, for ids that make sense and for ids that don't. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "smollm", "llama3", "qwen2", "llama2-spm", "mistral-metaspace", "gemma"})
    void whatIsStreamedIsWhatIsDecoded(String name) {
        var random = new Random(7);
        try (Tokenizer tokenizer = GoldenStrings.open(name)) {
            var all = new ArrayList<int[]>();
            GoldenStrings.cases(name).forEach(one -> all.add(one.ids()));
            IntStream.range(0, 300)
                    .mapToObj(i -> random.ints(1 + i % 20, 0, i % 2 == 0 ? 259 : tokenizer.vocabulary())
                            .toArray())
                    .forEach(all::add);
            for (int[] ids : all) {
                for (boolean skip : new boolean[] {true, false}) {
                    assertThat(streamed(tokenizer, ids, skip)).isEqualTo(tokenizer.decode(ids, skip));
                }
            }
        }
    }

    private static String streamed(Tokenizer tokenizer, int[] ids, boolean skip) {
        TextStream stream = tokenizer.stream(skip);
        var text = new StringBuilder();
        IntStream.of(ids).mapToObj(stream::add).forEach(text::append);
        return text.append(stream.end()).toString();
    }

    static Map<String, Object> metadata(JsonNode json, String model) {
        String[] tokens = new String[json.get("model").get("vocab").size()];
        json.get("model")
                .get("vocab")
                .properties()
                .forEach(entry -> tokens[entry.getValue().asInt()] = entry.getKey());
        Integer[] types = new Integer[tokens.length];
        for (int id = 0; id < tokens.length; id++) {
            types[id] = tokens[id].startsWith("<0x") ? 6 : 1;
        }
        json.get("added_tokens")
                .forEach(token -> types[token.get("id").asInt()] =
                        token.get("content").asText().equals("<unk>") ? 2 : 3);
        return new HashMap<>(Map.of(
                "tokenizer.ggml.model", model,
                "tokenizer.ggml.tokens", List.of(tokens),
                "tokenizer.ggml.token_type", List.of(types)));
    }

    /** A token's score is the place of the first merge that makes it; characters have none. */
    private static List<Double> scores(JsonNode json) {
        var place = new HashMap<String, Double>();
        json.get("model")
                .get("merges")
                .forEach(pair ->
                        place.putIfAbsent(pair.get(0).asText() + pair.get(1).asText(), -1.0 - place.size()));
        var scores = new ArrayList<Double>();
        json.get("model")
                .get("vocab")
                .fieldNames()
                .forEachRemaining(token -> scores.add(place.getOrDefault(token, 0.0)));
        return scores;
    }
}
