package dev.metajudge.backend.embedded;

import dev.metajudge.model.engine.Row;
import dev.metajudge.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.function.Consumer;

/** Tells a row's text in pieces. What may still change is held back: half a character, or what a stop may begin with. */
final class TextPieces implements Consumer<Row> {
    private static final char HALF = '\uFFFD';

    private final int held;
    private final Tokenizer tokenizer;
    private final Consumer<String> written;
    private int told;

    TextPieces(List<String> stops, Tokenizer tokenizer, Consumer<String> written) {
        this.held = stops.stream().mapToInt(String::length).max().orElse(0);
        this.tokenizer = tokenizer;
        this.written = written;
    }

    @Override
    public void accept(Row row) {
        String text = tokenizer.decode(row.tokens(), false);
        int end = text.length() - held;
        while (end > told && (text.charAt(end - 1) == HALF || Character.isHighSurrogate(text.charAt(end - 1)))) {
            end--;
        }
        tell(text, end);
    }

    /** Tells what was held back. */
    void rest(String text) {
        tell(text, text.length());
    }

    private void tell(String text, int end) {
        if (end > told) {
            written.accept(text.substring(told, end));
            told = end;
        }
    }
}
