package dev.metajudge.model.chat;

/**
 * A part of a rendered conversation.
 *
 * @param text what it says
 * @param marker whether it is a special token of the format; otherwise it is text, whatever it looks like
 */
record Piece(String text, boolean marker) {
    static Piece marker(String text) {
        return new Piece(text, true);
    }

    static Piece text(String text) {
        return new Piece(text, false);
    }
}
