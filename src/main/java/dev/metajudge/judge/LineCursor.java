package dev.metajudge.judge;

/** Walks forward over one line of a text; never back, so that reading is linear. */
final class LineCursor {
    private static final String EMPHASIS = " \t\u00a0*_";
    private static final String LINE_OPENING = EMPHASIS + "#-+\u2022";

    private final String text;
    private final int end;
    private int at;

    LineCursor(String text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= end;
    }

    /** The next char, or NUL at the end of the line. */
    char peek() {
        return atEnd() ? '\0' : text.charAt(at);
    }

    /** Skips blanks, emphasis, heading and bullet signs before a line's first word. */
    void skipOpening() {
        skip(LINE_OPENING);
    }

    /** Skips blanks and emphasis inside a line. */
    void skipEmphasis() {
        skip(EMPHASIS);
    }

    boolean eat(char wanted) {
        boolean there = !atEnd() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    /** Takes the words if they come next, in any case, and no letter or digit follows them. */
    boolean eatWords(String words) {
        int after = at + words.length();
        boolean there = after <= end
                && text.regionMatches(true, at, words, 0, words.length())
                && (after == end || !Character.isLetterOrDigit(text.charAt(after)));
        if (there) {
            at = after;
        }
        return there;
    }

    /** Takes the ASCII digits that come next and returns them. */
    String eatDigits() {
        int start = at;
        while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return text.substring(start, at);
    }

    /** Whether nothing but emphasis and one full stop is left. */
    boolean endsHere() {
        skipEmphasis();
        eat('.');
        skipEmphasis();
        return atEnd();
    }

    private void skip(String signs) {
        while (!atEnd() && signs.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
