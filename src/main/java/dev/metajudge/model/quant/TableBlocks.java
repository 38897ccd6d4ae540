package dev.metajudge.model.quant;

/** Blocks of four-bit numbers that are places in a table of values rather than evenly spaced. */
final class TableBlocks {
    private static final int SIZE = 32;
    private static final int HALF = 16;

    /** Denser around zero, where most weights lie. */
    private static final int[] NORMAL_LIKE = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    /** Twice the values of a four-bit float with two exponent bits: 0 to 6, then the same with the sign bit. */
    private static final int[] FLOAT4 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    private TableBlocks() {}

    /** d, then 16 bytes of two numbers each. */
    static void iq4(byte[] source, int blocks, float[] target) {
        for (int block = 0; block < blocks; block++) {
            float d = Bytes.half(source, block * 18);
            look(source, block * 18 + 2, d, NORMAL_LIKE, target, block * SIZE);
        }
    }

    /** d, high and low bits of eight six-bit scales, then eight groups of 16 bytes: x = d (scale - 32) value. */
    static void iq4Small(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0; block < blocks; block++, at += 136) {
            float d = Bytes.half(source, at);
            int highBits = Bytes.shortAt(source, at + 2);
            for (int group = 0; group < 8; group++) {
                byte lowBits = source[at + 4 + group / 2];
                int low = group % 2 == 0 ? Bytes.low(lowBits) : Bytes.high(lowBits);
                int scale = low | (((highBits >> (2 * group)) & 3) << 4);
                look(source, at + 8 + group * HALF, d * (scale - 32), NORMAL_LIKE, target, (block * 8 + group) * SIZE);
            }
        }
    }

    /** A power of two as one byte, then 16 bytes of two four-bit floats each. */
    static void mxfp4(byte[] source, int blocks, float[] target) {
        for (int block = 0; block < blocks; block++) {
            float d = halfPowerOfTwo(source[block * 17] & 0xFF);
            look(source, block * 17 + 1, d, FLOAT4, target, block * SIZE);
        }
    }

    private static void look(byte[] source, int at, float scale, int[] table, float[] target, int to) {
        for (int i = 0; i < HALF; i++) {
            target[to + i] = scale * table[Bytes.low(source[at + i])];
            target[to + HALF + i] = scale * table[Bytes.high(source[at + i])];
        }
    }

    /** 2^(exponent - 128): half of what the byte means, since the table holds doubled values. */
    private static float halfPowerOfTwo(int exponent) {
        return exponent < 2 ? Float.intBitsToFloat(0x00200000 << exponent) : Float.intBitsToFloat((exponent - 1) << 23);
    }
}
