package dev.metajudge.judge;

/** Tells whether a place in a Markdown text lies in a code fence or in double quotation marks that are still open. */
final class Quotation {
    private static final int FENCE = 3;

    private Quotation() {}

    /**
     * Whether the place lies in a quotation. An unbalanced mark (5" for five inches) opens one too: an answer too few
     * is better than a quoted one.
     *
     * @param place the start of a line
     */
    static boolean openAt(String text, int place) {
        return marksOpen(text, place) || fenceOpen(text, place);
    }

    private static boolean marksOpen(String text, int place) {
        boolean straight = false;
        int curly = 0;
        int angle = 0;
        for (int i = 0; i < place; i++) {
            switch (text.charAt(i)) {
                case '"' -> straight = !straight;
                case '\u201c' -> curly++;
                case '\u201d' -> curly = Math.max(0, curly - 1);
                case '\u00ab' -> angle++;
                case '\u00bb' -> angle = Math.max(0, angle - 1);
                default -> {}
            }
        }
        return straight || curly > 0 || angle > 0;
    }

    private static boolean fenceOpen(String text, int place) {
        char sign = 0;
        int length = 0;
        boolean lineStarts = true;
        for (int i = 0; i < place; i++) {
            char c = text.charAt(i);
            if (lineStarts && (c == '`' || c == '~')) {
                int run = run(text, i, place);
                boolean closes = c == sign && run >= length;
                if (sign == 0 && run >= FENCE) {
                    sign = c;
                    length = run;
                } else if (closes) {
                    sign = 0;
                }
                i += run - 1;
            }
            lineStarts = c == '\n' || c == '\r' || (lineStarts && c == ' ');
        }
        return sign != 0;
    }

    private static int run(String text, int start, int end) {
        int i = start;
        while (i < end && text.charAt(i) == text.charAt(start)) {
            i++;
        }
        return i - start;
    }
}
