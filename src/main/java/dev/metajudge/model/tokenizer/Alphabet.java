package dev.metajudge.model.tokenizer;

import java.nio.charset.StandardCharsets;

/** How a vocabulary spells the bytes of text. */
enum Alphabet {
    /** GPT-2's: every byte is one printable character. */
    BYTE_LEVEL("byte-level pairs"),
    /** SentencePiece's: characters, with U+2581 for the blank and {@code <0x0A>} for a byte without a character. */
    PIECES("SentencePiece pairs"),
    /** The same, where the published decoder drops one blank at the beginning of a text. */
    PIECES_AFTER_BLANK("SentencePiece pairs");

    /** Stands for the blank in SentencePiece's vocabularies. */
    static final String BLANK = "\u2581";

    private static final int BYTE_TOKEN = "<0x0A>".length();

    private final String label;

    Alphabet(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The bytes that a token adds to the text. */
    byte[] bytes(String token) {
        if (this == BYTE_LEVEL) {
            return ByteAlphabet.bytes(token);
        }
        int value = byteValue(token);
        return value >= 0
                ? new byte[] {(byte) value}
                : token.replace(BLANK, " ").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the token is one byte that belongs with its neighbours to a character. */
    boolean isByte(String token) {
        return this != BYTE_LEVEL && byteValue(token) >= 0;
    }

    private static int byteValue(String token) {
        if (token.length() != BYTE_TOKEN || !token.startsWith("<0x") || !token.endsWith(">")) {
            return -1;
        }
        int high = Character.digit(token.charAt(3), 16);
        int low = Character.digit(token.charAt(4), 16);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }
}
