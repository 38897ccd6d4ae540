package dev.metajudge.model.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A byte-level byte-pair vocabulary.
 *
 * @param tokens every token's text, by id; ordinary ones in GPT-2's byte alphabet
 * @param special ids of control tokens, recognised in text only when asked to
 * @param userDefined ids of other added tokens, always recognised in text
 * @param merges pairs of tokens to be joined, "a b", most urgent first
 * @param preTokenizer how text is cut first
 * @param bos beginning of a sequence
 * @param eos end of a sequence
 * @param endOfTurn end of a turn, where it is a token of its own
 */
public record Vocabulary(
        List<String> tokens,
        Set<Integer> special,
        Set<Integer> userDefined,
        List<String> merges,
        PreTokenizer preTokenizer,
        OptionalInt bos,
        OptionalInt eos,
        OptionalInt endOfTurn) {
    public Vocabulary {
        tokens = List.copyOf(tokens);
        special = Set.copyOf(special);
        userDefined = Set.copyOf(userDefined);
        merges = List.copyOf(merges);
        checkMerges(merges, idsByText(tokens));
        for (OptionalInt id : List.of(bos, eos, endOfTurn)) {
            if (id.orElse(0) < 0 || id.orElse(0) >= tokens.size()) {
                throw new IllegalArgumentException(
                        "a special token has the id %d of %d".formatted(id.orElse(0), tokens.size()));
            }
        }
    }

    /** Ids by token text. */
    Map<String, Integer> ids() {
        return idsByText(tokens);
    }

    private static Map<String, Integer> idsByText(List<String> tokens) {
        var ids = new HashMap<String, Integer>(2 * tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            Integer before = ids.put(tokens.get(id), id);
            if (before != null) {
                throw new IllegalArgumentException(
                        "tokens %d and %d are both \"%s\"".formatted(before, id, tokens.get(id)));
            }
        }
        return ids;
    }

    private static void checkMerges(List<String> merges, Map<String, Integer> ids) {
        for (int i = 0; i < merges.size(); i++) {
            String merge = merges.get(i);
            int blank = merge.indexOf(' ');
            if (blank < 1 || blank == merge.length() - 1 || blank != merge.lastIndexOf(' ')) {
                throw new IllegalArgumentException("merge %d is not two tokens: \"%s\"".formatted(i, merge));
            }
            String left = merge.substring(0, blank);
            String right = merge.substring(blank + 1);
            if (!ids.containsKey(left) || !ids.containsKey(right) || !ids.containsKey(left + right)) {
                throw new IllegalArgumentException(
                        "merge %d needs a token that is not there: \"%s\"".formatted(i, merge));
            }
        }
    }
}
