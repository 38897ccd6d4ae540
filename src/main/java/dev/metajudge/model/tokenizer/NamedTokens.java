package dev.metajudge.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metajudge.model.files.BadFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The special tokens that the files beside a tokenizer.json name. As transformers has it: tokenizer_config.json decides
 * what begins and ends a text, generation_config.json what generation stops at.
 *
 * @param folder the model's folder
 * @param tokenizerConfig its tokenizer_config.json, missing if it has none
 */
record NamedTokens(Path folder, JsonNode tokenizerConfig) {
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final String GENERATION_CONFIG = "generation_config.json";
    private static final String CONFIG = "config.json";
    private static final List<String> NAMES =
            List.of("bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token", "mask_token");

    /** How many ids the model has; 0 if config.json does not say. */
    int rows() {
        JsonNode config = TokenizerFolder.settings(folder, CONFIG);
        JsonNode rows = config.has("vocab_size")
                ? config.path("vocab_size")
                : config.path("text_config").path("vocab_size");
        if (rows.isMissingNode() || rows.isNull()) {
            return 0;
        }
        if (!rows.canConvertToInt() || !rows.isInt() || rows.asInt() < 1 || rows.asInt() > PairVocabulary.MOST) {
            throw BadFile.refuse(folder.resolve(CONFIG), "vocab_size is %s, which is out of range".formatted(rows));
        }
        return rows.asInt();
    }

    /** The tokenizer with the added tokens and the special ones that tokenizer_config.json names besides. */
    TokenizerJson complete(TokenizerJson json) {
        var added = new ArrayList<>(json.added());
        Set<String> known = new HashSet<>();
        added.forEach(token -> known.add(token.content()));
        Set<String> special = specialTexts(json);
        Stream<AddedToken> more = tokenizerConfig
                .path("added_tokens_decoder")
                .propertyStream()
                .map(entry -> listed(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(AddedToken::id));
        more.forEach(token -> {
            if (token.special()) {
                special.add(token.content());
            }
            if (known.add(token.content())) {
                added.add(token);
            }
        });
        added.replaceAll(token -> special.contains(token.content()) ? token.asSpecial() : token);
        return json.with(added);
    }

    /** Their parts in the model's text. */
    SpecialTokens read(Lexicon lexicon) {
        OptionalInt bos = named("bos_token", "bos_token_id", lexicon);
        OptionalInt eos = named("eos_token", "eos_token_id", lexicon);
        var stops = new HashSet<>(stops(lexicon));
        eos.ifPresent(stops::add);
        JsonNode said = tokenizerConfig.path("add_bos_token");
        boolean byPostProcessor = lexicon.json()
                .rules()
                .firstToken()
                .filter(first -> lexicon.id(first).equals(bos))
                .isPresent();
        return new SpecialTokens(
                bos, eos, OptionalInt.empty(), stops, said.isBoolean() ? said.asBoolean() : byPostProcessor);
    }

    private AddedToken listed(String id, JsonNode token) {
        try {
            return TokenizerJson.token(
                    Integer.parseInt(id), token.path("content").asText(), token);
        } catch (IllegalArgumentException unsound) {
            throw BadFile.refuse(
                    folder.resolve(TOKENIZER_CONFIG), "added_tokens_decoder has no sound token \"%s\"".formatted(id));
        }
    }

    /** Texts that are special by name, or because generation stops at them. */
    private Set<String> specialTexts(TokenizerJson json) {
        var texts = new HashSet<String>();
        NAMES.forEach(name -> texts.add(text(tokenizerConfig.path(name))));
        for (String list : List.of("additional_special_tokens", "extra_special_tokens")) {
            tokenizerConfig.path(list).valueStream().forEach(token -> texts.add(text(token)));
        }
        Lexicon lexicon = Lexicon.of(json, 0);
        stops(lexicon).stream().filter(id -> id < lexicon.size()).forEach(id -> texts.add(lexicon.text(id)));
        return texts;
    }

    private OptionalInt named(String name, String idName, Lexicon lexicon) {
        for (String file : List.of(TOKENIZER_CONFIG, "special_tokens_map.json")) {
            JsonNode settings =
                    file.equals(TOKENIZER_CONFIG) ? tokenizerConfig : TokenizerFolder.settings(folder, file);
            if (settings.has(name)) {
                String token = text(settings.path(name));
                if (token.isEmpty()) {
                    return OptionalInt.empty();
                }
                OptionalInt id = lexicon.id(token);
                if (id.isEmpty()) {
                    throw BadFile.refuse(
                            folder.resolve(file), "its %s \"%s\" is not in the tokenizer".formatted(name, token));
                }
                return id;
            }
        }
        return ids(idName, lexicon).stream().mapToInt(Integer::intValue).findFirst();
    }

    private List<Integer> stops(Lexicon lexicon) {
        return ids("eos_token_id", lexicon);
    }

    /** One id or a list of them: generation_config.json's, or else config.json's. */
    private List<Integer> ids(String key, Lexicon lexicon) {
        for (String file : List.of(GENERATION_CONFIG, CONFIG)) {
            JsonNode value = TokenizerFolder.settings(folder, file).path(key);
            if (!value.isMissingNode() && !value.isNull()) {
                List<JsonNode> ids = value.isArray() ? value.valueStream().toList() : List.of(value);
                for (JsonNode id : ids) {
                    if (!id.isInt() || id.asInt() < 0 || id.asInt() >= Math.max(lexicon.size(), rows())) {
                        throw BadFile.refuse(
                                folder.resolve(file),
                                "%s is %s; the tokenizer has %d tokens".formatted(key, id, lexicon.size()));
                    }
                }
                return ids.stream().map(JsonNode::asInt).toList();
            }
        }
        return List.of();
    }

    private static String text(JsonNode token) {
        return token.isObject() ? token.path("content").asText() : token.isTextual() ? token.asText() : "";
    }
}
