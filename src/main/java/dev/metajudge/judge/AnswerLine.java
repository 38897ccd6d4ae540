package dev.metajudge.judge;

/**
 * Finds the one line of a text on which an answer may stand: the last line with content, if it begins with the lead.
 *
 * <p>A judge quotes what it judges, and what it judges may say "Score: 5". So an answer inside a sentence, behind a
 * quotation sign, in a code block, in an open quotation, or followed by more text does not count: the judge was asked
 * to end with its answer. A judge that is cut off just after repeating, unmarked, a response's own last line cannot be told from one
 * that means it; that the completion was cut off is stored with it. Time is linear in the text's length.
 */
final class AnswerLine {
    /** Longer texts are not read; no judgment of use is near this. */
    static final int LONGEST_TEXT = 65_536;

    private static final String RULE_SIGNS = " \t\u00a0*_-=";
    private static final int CODE_INDENT = 4;

    private AnswerLine() {}

    /** Where the answer's line is, or why there is none. */
    sealed interface Place {
        /**
         * The line begins with the lead, and is not quoted.
         *
         * @param lead where the lead begins
         * @param cursor stands behind the lead's colon and the blanks after it
         */
        record Found(int lead, LineCursor cursor) implements Place {}

        /** No line that counts. */
        record Absent(Reason reason) implements Place {}
    }

    static Place find(String text, String keyword) {
        if (text.length() > LONGEST_TEXT) {
            return new Place.Absent(Reason.TOO_LONG);
        }
        int end = text.length();
        int start = lineStart(text, end);
        while (end > 0 && isRule(text, start, end)) {
            end = Math.max(0, start - 1);
            start = lineStart(text, end);
        }
        var cursor = new LineCursor(text, start, end);
        int lead = eatLead(cursor, keyword);
        if (lead < 0) {
            return new Place.Absent(anyLead(text, start, keyword) ? Reason.NOT_LAST : Reason.MISSING);
        }
        if (indent(text, start) >= CODE_INDENT || Quotation.openAt(text, start)) {
            return new Place.Absent(Reason.QUOTED);
        }
        return cursor.atEnd() ? new Place.Absent(Reason.NO_VALUE) : new Place.Found(lead, cursor);
    }

    private static boolean anyLead(String text, int before, String keyword) {
        for (int end = before - 1; end > 0; ) {
            int start = lineStart(text, end);
            if (eatLead(new LineCursor(text, start, end), keyword) >= 0) {
                return true;
            }
            end = start - 1;
        }
        return false;
    }

    /** Returns where the lead begins, the cursor then behind it; or -1. */
    private static int eatLead(LineCursor cursor, String keyword) {
        cursor.skipOpening();
        int lead = cursor.at();
        if (!cursor.eatWords(keyword)) {
            return -1;
        }
        cursor.skipEmphasis();
        if (!cursor.eat(':')) {
            return -1;
        }
        cursor.skipEmphasis();
        return lead;
    }

    private static int lineStart(String text, int end) {
        int start = end;
        while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
            start--;
        }
        return start;
    }

    /** Whether a line is empty or a mere rule ("---"). */
    private static boolean isRule(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (RULE_SIGNS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Columns of blanks before the line's first sign, a tab counting as four. */
    private static int indent(String text, int start) {
        int columns = 0;
        for (int i = start; i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t'); i++) {
            columns += text.charAt(i) == '\t' ? CODE_INDENT : 1;
        }
        return columns;
    }
}
