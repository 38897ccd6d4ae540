package dev.metajudge.backend.embedded;

import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trees of answers' values, each found once. */
final class ValueTrees {
    private final Tokenizer tokenizer;
    private final Map<Answer, Optional<ValueTree>> known = new HashMap<>();

    private record Answer(String lead, List<String> values) {}

    ValueTrees(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The tree of the values after a lead that follows other text; empty if not even a lead is common to all. */
    Optional<ValueTree> of(String lead, List<String> values) {
        return known.computeIfAbsent(
                new Answer(lead, values),
                answer -> ValueTree.of(answer.values().stream()
                        .map(value -> tokenizer.encodeAfterText(answer.lead() + value))
                        .toList()));
    }
}
