package dev.metajudge.model.tokenizer;

/**
 * UTF-8 that comes in parts of any length. Each longest beginning of a character that is not one becomes one U+FFFD, as
 * the Unicode standard recommends and the native library does; Java's decoder counts differently.
 */
final class Utf8Stream {
    private int codePoint;
    private int missing;
    private int lowest = 0x80;
    private int highest = 0xBF;

    /** The characters that are complete with these bytes. */
    String add(byte[] bytes) {
        var text = new StringBuilder();
        for (byte signed : bytes) {
            int value = signed & 0xFF;
            if (missing > 0 && (value < lowest || value > highest)) {
                missing = 0;
                text.append('\uFFFD');
            }
            if (missing == 0) {
                first(value, text);
            } else {
                lowest = 0x80;
                highest = 0xBF;
                codePoint = codePoint << 6 | (value & 0x3F);
                if (--missing == 0) {
                    text.appendCodePoint(codePoint);
                }
            }
        }
        return text.toString();
    }

    /** U+FFFD if a character was begun and not ended. */
    String end() {
        boolean begun = missing > 0;
        missing = 0;
        return begun ? "\uFFFD" : "";
    }

    private void first(int value, StringBuilder text) {
        lowest = 0x80;
        highest = 0xBF;
        if (value < 0x80) {
            text.append((char) value);
        } else if (value >= 0xC2 && value <= 0xDF) {
            begin(value & 0x1F, 1);
        } else if (value >= 0xE0 && value <= 0xEF) {
            lowest = value == 0xE0 ? 0xA0 : 0x80; // no character in more bytes than it needs
            highest = value == 0xED ? 0x9F : 0xBF; // no half of a pair
            begin(value & 0xF, 2);
        } else if (value >= 0xF0 && value <= 0xF4) {
            lowest = value == 0xF0 ? 0x90 : 0x80;
            highest = value == 0xF4 ? 0x8F : 0xBF; // none after U+10FFFF
            begin(value & 0x7, 3);
        } else {
            text.append('\uFFFD');
        }
    }

    private void begin(int bits, int more) {
        codePoint = bits;
        missing = more;
    }
}
