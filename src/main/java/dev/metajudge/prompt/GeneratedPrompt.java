package dev.metajudge.prompt;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A new prompt read out of what a model wrote after numbered examples. Only generated text is read: its first item,
 * numbered or not; whatever follows the next number is left alone.
 */
public sealed interface GeneratedPrompt {
    /** A prompt that may be used. */
    record Usable(String text) implements GeneratedPrompt {}

    /** Text that makes no prompt. */
    record Refused(Reason reason) implements GeneratedPrompt {}

    /** Why a text makes no prompt. */
    enum Reason {
        /** There is no text. */
        EMPTY,
        /** The limit of tokens was reached before the prompt ended. */
        CUT,
        /** It holds control characters, or bytes that were no text. */
        UNPRINTABLE,
        /** It begins with neither a letter, a digit nor a quotation mark. */
        BEGINNING;

        /** As rows name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A number at a line's beginning, with a word before it if need be: "9.", "Request 9:". */
    Pattern NUMBER = Pattern.compile(
            "(?mi)^[ \\t]*(?:(?:request|task|prompt|instruction)[ \\t]*)?([0-9]{1,3})[ \\t]*[.):][ \\t]*");

    /**
     * Reads a text.
     *
     * @param number what the first new item should be numbered; one with a higher number is taken too, and a list that
     *     begins anew with 1
     * @param cut whether the text ends at the limit of tokens
     */
    static GeneratedPrompt read(String text, int number, boolean cut) {
        var mark = NUMBER.matcher(text);
        var item = text;
        boolean ended = false;
        while (mark.find()) {
            int found = Integer.parseInt(mark.group(1));
            if (found >= number || found == 1) {
                int start = mark.end();
                int end = end(text, start, found + 1);
                ended = end >= 0;
                item = text.substring(start, ended ? end : text.length());
                break;
            }
        }
        return checked(unquoted(item.strip()), cut && !ended);
    }

    /** Where the item of this number begins; -1 when there is none. */
    private static int end(String text, int from, int number) {
        var mark = NUMBER.matcher(text);
        for (int at = from; mark.find(at); at = mark.end()) {
            if (Integer.parseInt(mark.group(1)) == number) {
                return mark.start();
            }
        }
        return -1;
    }

    /** Without the quotation marks around all of it. */
    private static String unquoted(String text) {
        boolean straight = text.startsWith("\"") && text.indexOf('"', 1) == text.length() - 1;
        boolean curly = text.startsWith("\u201c") && text.indexOf('\u201d') == text.length() - 1;
        boolean quoted = text.length() >= 2 && (straight || curly);
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static GeneratedPrompt checked(String text, boolean cut) {
        if (text.isEmpty()) {
            return new Refused(Reason.EMPTY);
        } else if (cut) {
            return new Refused(Reason.CUT);
        } else if (text.codePoints().anyMatch(GeneratedPrompt::unprintable)) {
            return new Refused(Reason.UNPRINTABLE);
        }
        int first = text.codePointAt(0);
        return Character.isLetterOrDigit(first) || "\"'\u201c\u2018\u00ab\u00bf\u00a1".indexOf(first) >= 0
                ? new Usable(text)
                : new Refused(Reason.BEGINNING);
    }

    private static boolean unprintable(int c) {
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
        return control || c == 0xFFFD || Character.getType(c) == Character.SURROGATE;
    }
}
