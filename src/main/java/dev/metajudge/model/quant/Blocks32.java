package dev.metajudge.model.quant;

/**
 * Blocks of 32 numbers that share a 16-bit scale d and, in the "_1" formats, an offset m: x = d q, or x = d q + m.
 * Of the four-bit numbers a block holds, byte j carries number j in its low half and number j + 16 in its high half.
 */
final class Blocks32 {
    private static final int SIZE = 32;
    private static final int HALF = 16;

    private Blocks32() {}

    /** d, then 32 signed bytes. */
    static void q8(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 34, to += SIZE) {
            float d = Bytes.half(source, at);
            for (int i = 0; i < SIZE; i++) {
                target[to + i] = d * source[at + 2 + i];
            }
        }
    }

    /** d, then 16 bytes of two numbers each, stored with 8 added. */
    static void q4(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 18, to += SIZE) {
            float d = Bytes.half(source, at);
            for (int i = 0; i < HALF; i++) {
                byte pair = source[at + 2 + i];
                target[to + i] = d * (Bytes.low(pair) - 8);
                target[to + HALF + i] = d * (Bytes.high(pair) - 8);
            }
        }
    }

    /** d, m, then 16 bytes of two numbers each. */
    static void q4WithOffset(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 20, to += SIZE) {
            float d = Bytes.half(source, at);
            float m = Bytes.half(source, at + 2);
            for (int i = 0; i < HALF; i++) {
                byte pair = source[at + 4 + i];
                target[to + i] = d * Bytes.low(pair) + m;
                target[to + HALF + i] = d * Bytes.high(pair) + m;
            }
        }
    }

    /** d, the fifth bits of all numbers, then 16 bytes of two numbers' lower bits each, stored with 16 added. */
    static void q5(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 22, to += SIZE) {
            float d = Bytes.half(source, at);
            int fifth = Bytes.intAt(source, at + 2);
            for (int i = 0; i < HALF; i++) {
                byte pair = source[at + 6 + i];
                target[to + i] = d * ((Bytes.low(pair) | (bit(fifth, i) << 4)) - 16);
                target[to + HALF + i] = d * ((Bytes.high(pair) | (bit(fifth, i + HALF) << 4)) - 16);
            }
        }
    }

    /** d, m, the fifth bits of all numbers, then 16 bytes of two numbers' lower bits each. */
    static void q5WithOffset(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 24, to += SIZE) {
            float d = Bytes.half(source, at);
            float m = Bytes.half(source, at + 2);
            int fifth = Bytes.intAt(source, at + 4);
            for (int i = 0; i < HALF; i++) {
                byte pair = source[at + 8 + i];
                target[to + i] = d * (Bytes.low(pair) | (bit(fifth, i) << 4)) + m;
                target[to + HALF + i] = d * (Bytes.high(pair) | (bit(fifth, i + HALF) << 4)) + m;
            }
        }
    }

    private static int bit(int bits, int index) {
        return (bits >>> index) & 1;
    }
}
