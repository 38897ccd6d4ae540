package dev.metajudge.model.tokenizer;

import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokens that have a part of their own in a model's text.
 *
 * @param bos begins a text
 * @param eos ends a text
 * @param endOfTurn ends a turn of a conversation, where the file names it apart from {@code eos}
 * @param stops all tokens that the model's files say it ends with
 * @param textBeginsWithBos whether the model expects {@code bos} in front of raw text
 */
record SpecialTokens(
        OptionalInt bos, OptionalInt eos, OptionalInt endOfTurn, Set<Integer> stops, boolean textBeginsWithBos) {
    static final SpecialTokens NONE =
            new SpecialTokens(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Set.of(), false);

    SpecialTokens {
        stops = Set.copyOf(stops);
    }
}
