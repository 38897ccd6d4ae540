package dev.metajudge.backend.embedded;

import dev.metajudge.model.engine.Row;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.List;

/**
 * Texts that end a completion.
 *
 * @param stops the texts; empty ones end nothing
 */
record StopTexts(List<String> stops, Tokenizer tokenizer) {
    StopTexts(List<String> stops, Tokenizer tokenizer) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
        this.tokenizer = tokenizer;
    }

    boolean ends(Row row) {
        if (stops.isEmpty()) {
            return false;
        }
        String text = tokenizer.decode(row.tokens(), false);
        return stops.stream().anyMatch(text::contains);
    }

    /** The text before the first stop in it. */
    String before(String text) {
        int end = stops.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
        return text.substring(0, end);
    }
}
