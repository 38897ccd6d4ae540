package dev.metajudge.model.tokenizer;

/**
 * A part of a text whose parts come from different hands.
 *
 * @param text what it says
 * @param marker whether it is a special token; otherwise it is text, whatever it looks like
 */
public record Piece(String text, boolean marker) {
    public static Piece marker(String text) {
        return new Piece(text, true);
    }

    public static Piece text(String text) {
        return new Piece(text, false);
    }
}
