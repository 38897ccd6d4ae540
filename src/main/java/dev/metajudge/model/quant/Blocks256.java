package dev.metajudge.model.quant;

/** Blocks of 256 numbers of four to six bits, in groups of 32 or 16 with a small scale each. */
final class Blocks256 {
    private static final int SIZE = 256;
    private static final int GROUP = 32;

    private Blocks256() {}

    /**
     * d, dmin, 12 bytes of eight scales and eight offsets, 128 bytes of two numbers each: x = d scale q - dmin offset.
     * Groups 2k and 2k + 1 share 32 bytes, low and high halves.
     */
    static void q4(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 144, to += SIZE) {
            float d = Bytes.half(source, at);
            float dmin = Bytes.half(source, at + 2);
            for (int group = 0; group < 8; group++) {
                float scale = d * scale(source, at + 4, group);
                float offset = dmin * offset(source, at + 4, group);
                int numbers = at + 16 + group / 2 * GROUP;
                for (int i = 0; i < GROUP; i++) {
                    target[to + group * GROUP + i] = scale * half(source[numbers + i], group) - offset;
                }
            }
        }
    }

    /** As {@link #q4}, with 32 bytes of fifth bits before the numbers: bit k of byte i is number i's of group k. */
    static void q5(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 176, to += SIZE) {
            float d = Bytes.half(source, at);
            float dmin = Bytes.half(source, at + 2);
            for (int group = 0; group < 8; group++) {
                float scale = d * scale(source, at + 4, group);
                float offset = dmin * offset(source, at + 4, group);
                int numbers = at + 48 + group / 2 * GROUP;
                for (int i = 0; i < GROUP; i++) {
                    int fifth = (source[at + 16 + i] >> group) & 1;
                    target[to + group * GROUP + i] = scale * (half(source[numbers + i], group) | (fifth << 4)) - offset;
                }
            }
        }
    }

    /**
     * 128 bytes of four low bits, 64 bytes of two high bits, 16 signed scales, d: x = d scale (q - 32). In each half
     * of 128 numbers, 64 bytes of low bits serve groups 0 and 2, 1 and 3; 32 bytes of high bits serve all four.
     */
    static void q6(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 210, to += SIZE) {
            float d = Bytes.half(source, at + 208);
            for (int group = 0; group < 16; group++) {
                int half = group / 8;
                int quarter = group % 8 / 2;
                int place = group % 2 * 16;
                float scale = d * source[at + 192 + group];
                int lowBits = at + half * 64 + quarter % 2 * 32 + place;
                int highBits = at + 128 + half * 32 + place;
                for (int i = 0; i < 16; i++) {
                    int low = half(source[lowBits + i], quarter / 2);
                    int high = (source[highBits + i] >> (2 * quarter)) & 3;
                    target[to + group * 16 + i] = scale * ((low | (high << 4)) - 32);
                }
            }
        }
    }

    private static int half(byte pair, int which) {
        return which % 2 == 0 ? Bytes.low(pair) : Bytes.high(pair);
    }

    /** Scale i of eight in the 12 bytes at {@code at}: six bits, of the last four two are kept apart. */
    private static int scale(byte[] source, int at, int i) {
        return i < 4 ? source[at + i] & 63 : Bytes.low(source[at + i + 4]) | (((source[at + i - 4] >> 6) & 3) << 4);
    }

    /** Offset i of eight, likewise. */
    private static int offset(byte[] source, int at, int i) {
        return i < 4 ? source[at + i + 4] & 63 : Bytes.high(source[at + i + 4]) | (((source[at + i] >> 6) & 3) << 4);
    }
}
