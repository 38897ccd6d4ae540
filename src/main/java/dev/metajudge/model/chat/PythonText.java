package dev.metajudge.model.chat;

import java.util.function.IntPredicate;

/** Python's way with the blanks around a text, which templates use and Java's differs from. */
final class PythonText {
    private PythonText() {}

    /** {@code str.strip()}, Jinja's {@code trim}: NBSP, U+0085 and U+001C to U+001F go too, U+200B stays. */
    static String strip(String text) {
        return strip(text, PythonText::isSpace, true);
    }

    /** {@code str.strip('\n')} */
    static String stripLines(String text) {
        return strip(text, point -> point == '\n', true);
    }

    /** {@code str.lstrip('\n')} */
    static String stripFirstLines(String text) {
        return strip(text, point -> point == '\n', false);
    }

    private static String strip(String text, IntPredicate blank, boolean atEnd) {
        int begin = 0;
        int end = text.length();
        // all blanks are single chars
        while (begin < end && blank.test(text.charAt(begin))) {
            begin++;
        }
        while (atEnd && end > begin && blank.test(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isSpace(int point) {
        return (point >= '\t' && point <= '\r')
                || (point >= 0x1C && point <= ' ')
                || point == 0x85
                || point == 0xA0
                || point == 0x1680
                || (point >= 0x2000 && point <= 0x200A)
                || point == 0x2028
                || point == 0x2029
                || point == 0x202F
                || point == 0x205F
                || point == 0x3000;
    }
}
