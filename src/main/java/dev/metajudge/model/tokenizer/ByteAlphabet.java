package dev.metajudge.model.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's alphabet: each of the 256 bytes as one printable character, so that any text is a string over it.
 * Bytes that print in Latin-1 stand for themselves, the others for U+0100 and on, in order.
 */
final class ByteAlphabet {
    private static final int[] BYTE_OF_CHAR = new int[512];

    static {
        Arrays.fill(BYTE_OF_CHAR, -1);
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean prints = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
            BYTE_OF_CHAR[prints ? value : next++] = value;
        }
    }

    private ByteAlphabet() {}

    /** The bytes that a token stands for; a token with a character outside the alphabet stands for its own text. */
    static byte[] bytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char letter = token.charAt(i);
            if (letter >= BYTE_OF_CHAR.length || BYTE_OF_CHAR[letter] < 0) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) BYTE_OF_CHAR[letter];
        }
        return bytes;
    }
}
