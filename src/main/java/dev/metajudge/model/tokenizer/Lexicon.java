package dev.metajudge.model.tokenizer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/** A tokenizer's tokens by id and by text. */
final class Lexicon {
    private static final Set<String> STEERING =
            Set.of("<s>", "</s>", "<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>", "[INST]", "[/INST]");

    private final TokenizerJson json;
    private final String[] texts;
    private final Map<String, AddedToken> added = new HashMap<>();
    private final BitSet special = new BitSet();
    private final int size;

    private Lexicon(TokenizerJson json, int rows) {
        this.json = json;
        int vocabulary = json.vocabulary().ids().size();
        int count = Math.max(
                vocabulary,
                json.added().stream().mapToInt(token -> token.id() + 1).max().orElse(0));
        texts = new String[count];
        json.vocabulary().ids().forEach((text, id) -> texts[id] = text);
        for (AddedToken token : json.added()) {
            texts[token.id()] = token.content();
            added.put(token.content(), token);
            special.set(token.id(), token.special());
        }
        size = rows > 0 ? rows : count;
    }

    /**
     * The tokens of a tokenizer.json.
     *
     * @param rows how many ids the model has; 0 if it has as many as the tokenizer
     */
    static Lexicon of(TokenizerJson json, int rows) {
        return new Lexicon(json, rows);
    }

    TokenizerJson json() {
        return json;
    }

    /** How many ids the model has. */
    int size() {
        return size;
    }

    /** A token's text, empty for an id that stands for nothing. */
    String text(int id) {
        Objects.checkIndex(id, Math.max(size, texts.length));
        return id < texts.length ? texts[id] : "";
    }

    OptionalInt id(String text) {
        AddedToken token = added.get(text);
        Integer id = token == null ? json.vocabulary().ids().get(text) : Integer.valueOf(token.id());
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    boolean isSpecial(int id) {
        return special.get(id);
    }

    /** The added token with this text, if a text may hold it anywhere. */
    java.util.Optional<AddedToken> marker(String text) {
        return java.util.Optional.ofNullable(added.get(text)).filter(token -> !token.singleWord());
    }

    /** The added tokens that are text, and recognised in text from outside: those that steer nothing. */
    List<AddedToken> ordinary() {
        return json.added().stream()
                .filter(token -> !token.special() && !steers(token.content()))
                .toList();
    }

    /** Some published files do not mark the tokens of their chat format as special. */
    private static boolean steers(String text) {
        return STEERING.contains(text) || (text.startsWith("<|") && text.endsWith("|>"));
    }
}
