package dev.metajudge.judge;

/** The answer that was appended to a text whose own could not be read: a last line of exactly the lead and a value. */
final class ForcedEnding {
    private ForcedEnding() {}

    /** Where the lead begins. */
    static int find(String text, String lead) {
        int at = text.lastIndexOf(lead);
        boolean lastLine = at >= 0 && text.indexOf('\n', at) < 0 && (at == 0 || text.charAt(at - 1) == '\n');
        if (!lastLine) {
            throw new IllegalArgumentException("the text does not end with a forced \"" + lead + "\"");
        }
        return at;
    }
}
