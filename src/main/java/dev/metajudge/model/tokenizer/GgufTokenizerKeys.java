package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.files.GgufEntry;
import dev.metajudge.model.files.GgufWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The tokenizer of a folder in Hugging Face's layout as the keys of a GGUF file. Such a file says less than a
 * tokenizer.json: who writes one reads the tokenizer out of it again and compares.
 */
public final class GgufTokenizerKeys {
    private final Path file;
    private final TokenizerJson json;
    private final Lexicon lexicon;
    private final SpecialTokens specials;
    private final boolean bytePairs;

    private GgufTokenizerKeys(Path folder) {
        file = folder.resolve("tokenizer.json");
        byte[] bytes = StrictJson.bytes(file, TokenizerJson.MOST_BYTES)
                .orElseThrow(() -> BadFile.refuse(file, "it is missing"));
        var named = new NamedTokens(folder, TokenizerFolder.settings(folder, "tokenizer_config.json"));
        json = named.complete(TokenizerJson.read(file, bytes));
        lexicon = Lexicon.of(json, named.rows());
        specials = named.read(lexicon);
        bytePairs = json.rules().alphabet() == Alphabet.BYTE_LEVEL;
    }

    /**
     * Adds the keys, the chat template among them.
     *
     * @param vocabulary rows of the embedding; ids without a text get one that nothing becomes
     * @throws dev.metajudge.UserError if GGUF has no name for the way in which it cuts text
     */
    public static void put(Path folder, int vocabulary, GgufWriter gguf) {
        var keys = new GgufTokenizerKeys(folder);
        keys.tokens(vocabulary, gguf);
        keys.specials(gguf);
        TokenizerFolder read = TokenizerFolder.read(folder);
        read.tokenizer().close();
        read.chatTemplate().ifPresent(template -> gguf.put("tokenizer.chat_template", GgufEntry.text(template)));
    }

    private void tokens(int vocabulary, GgufWriter gguf) {
        var texts = new ArrayList<String>();
        var types = new ArrayList<Integer>();
        Map<Integer, AddedToken> added =
                json.added().stream().collect(Collectors.toMap(AddedToken::id, token -> token, (a, b) -> b));
        for (int id = 0; id < vocabulary; id++) {
            String text = id < lexicon.size() ? lexicon.text(id) : "";
            texts.add(text == null || text.isEmpty() ? "[PAD%d]".formatted(id) : text);
            types.add(type(text, added.get(id)));
        }
        put(gguf, "model", GgufEntry.text(bytePairs ? "gpt2" : "llama"));
        put(gguf, "pre", GgufEntry.text(bytePairs ? preTokenizer().label() : "default"));
        put(gguf, "tokens", GgufEntry.texts(texts));
        List<List<String>> merges = merges();
        if (bytePairs) {
            put(
                    gguf,
                    "merges",
                    GgufEntry.texts(merges.stream()
                            .map(merge -> String.join(" ", merge))
                            .toList()));
        } else {
            put(gguf, "scores", GgufEntry.reals(scores(texts, merges)));
        }
        put(gguf, "token_type", GgufEntry.wholes(types));
    }

    private int type(
            @org.jspecify.annotations.Nullable String text, @org.jspecify.annotations.Nullable AddedToken added) {
        if (text == null || text.isEmpty()) {
            return GgufTokenizer.UNUSED;
        }
        if (!bytePairs && text.equals("<unk>")) {
            return GgufTokenizer.UNKNOWN;
        }
        if (added != null) {
            return added.special() ? GgufTokenizer.CONTROL : GgufTokenizer.USER_DEFINED;
        }
        return json.rules().alphabet().isByte(text) ? GgufTokenizer.BYTE : GgufTokenizer.NORMAL;
    }

    /**
     * SentencePiece joins first what makes the token with the highest score; of merges in order, the first that makes a
     * token decides.
     */
    private static List<Double> scores(List<String> tokens, List<List<String>> merges) {
        var ranks = new HashMap<String, Integer>();
        for (int rank = 0; rank < merges.size(); rank++) {
            ranks.putIfAbsent(String.join("", merges.get(rank)), rank);
        }
        int last = merges.size();
        return tokens.stream()
                .map(token -> -(double) ranks.getOrDefault(token, last))
                .toList();
    }

    private List<List<String>> merges() {
        JsonNode model = StrictJson.tree(
                file, json.json(), Objects.requireNonNull(json.spans().get("model")));
        return model.path("merges")
                .valueStream()
                .map(merge -> merge.isTextual()
                        ? List.of(merge.asText().split(" ", 2))
                        : List.of(merge.path(0).asText(), merge.path(1).asText()))
                .toList();
    }

    private void specials(GgufWriter gguf) {
        id(gguf, "bos", specials.bos());
        id(gguf, "eos", specials.eos());
        specials.stops().stream()
                .filter(stop -> !OptionalInt.of(stop).equals(specials.eos()))
                .sorted()
                .limit(1) // there is one key; llama.cpp knows further ones by their texts
                .forEach(stop -> id(gguf, "eot", OptionalInt.of(stop)));
        if (!bytePairs) {
            id(gguf, "unknown", lexicon.id("<unk>"));
            put(gguf, "add_space_prefix", GgufEntry.flag(json.rules().putsBlank()));
        }
        put(gguf, "add_bos_token", GgufEntry.flag(specials.textBeginsWithBos()));
    }

    private static void id(GgufWriter gguf, String name, OptionalInt id) {
        id.ifPresent(known -> put(gguf, name + "_token_id", GgufEntry.size(known)));
    }

    /** The way to cut text that has the same steps, as far as they change what comes out. */
    private PreTokenizer preTokenizer() {
        List<List<String>> steps = PreTokenizer.comparable(json.rules().preTokenizer());
        boolean composes = json.rules().normalizer().path("type").asText().equals("NFC");
        return Arrays.stream(PreTokenizer.values())
                .filter(known -> known.comparable().equals(steps) && (known == PreTokenizer.QWEN2) == composes)
                .findFirst()
                .orElseThrow(() -> BadFile.refuse(
                        file,
                        "GGUF names ways to cut text, and this one is none of %s; take the model's published GGUF"
                                .formatted(Arrays.stream(PreTokenizer.values())
                                        .map(PreTokenizer::label)
                                        .collect(Collectors.joining(", ")))));
    }

    private static void put(GgufWriter gguf, String name, GgufEntry value) {
        gguf.put(GgufTokenizer.PREFIX + name, value);
    }
}
