package dev.metajudge.backend.embedded;

import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;

/** The tokens that go on with a number: those whose text begins with a digit. */
final class Numerals {
    private static final Map<Tokenizer, int[]> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private Numerals() {}

    static int[] of(Tokenizer tokenizer) {
        return KNOWN.computeIfAbsent(tokenizer, Numerals::find);
    }

    private static int[] find(Tokenizer tokenizer) {
        return IntStream.range(0, tokenizer.vocabulary())
                .filter(id -> !tokenizer.isSpecial(id))
                .filter(id -> {
                    byte[] bytes = tokenizer.bytes(id);
                    return bytes.length > 0 && bytes[0] >= '0' && bytes[0] <= '9';
                })
                .toArray();
    }
}
