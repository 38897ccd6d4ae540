package dev.metajudge.model.quant;

/**
 * Blocks of 256 numbers of two or three bits. A block is two halves of 128 numbers over 32 bytes each; a byte's four
 * pairs of bits belong to numbers 32 apart. Each group of 16 numbers has its own small scale.
 */
final class SmallBlocks256 {
    private static final int SIZE = 256;
    private static final int GROUP = 16;

    private SmallBlocks256() {}

    /** 16 scales (low half: scale, high half: offset), 64 bytes of numbers, d, dmin: x = d scale q - dmin offset. */
    static void q2(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 84, to += SIZE) {
            float d = Bytes.half(source, at + 80);
            float dmin = Bytes.half(source, at + 82);
            for (int group = 0; group < 16; group++) {
                float scale = d * Bytes.low(source[at + group]);
                float offset = dmin * Bytes.high(source[at + group]);
                int numbers = at + 16 + firstByte(group);
                for (int i = 0; i < GROUP; i++) {
                    target[to + group * GROUP + i] = scale * pair(source[numbers + i], group) - offset;
                }
            }
        }
    }

    /** 32 bytes of third bits (clear: 4 less), 64 bytes of numbers, 16 scales of six bits, d: x = d (scale - 32) q. */
    static void q3(byte[] source, int blocks, float[] target) {
        for (int block = 0, at = 0, to = 0; block < blocks; block++, at += 110, to += SIZE) {
            float d = Bytes.half(source, at + 108);
            for (int group = 0; group < 16; group++) {
                float scale = d * (sixBits(source, at + 96, group) - 32);
                int numbers = at + 32 + firstByte(group);
                int thirdBits = at + group % 2 * GROUP;
                for (int i = 0; i < GROUP; i++) {
                    int third = (source[thirdBits + i] >> (group / 2)) & 1;
                    target[to + group * GROUP + i] = scale * (pair(source[numbers + i], group) - 4 + 4 * third);
                }
            }
        }
    }

    /** Where a group's numbers begin: even and odd groups lie side by side, eight groups over the same 32 bytes. */
    private static int firstByte(int group) {
        return group / 8 * 32 + group % 2 * GROUP;
    }

    private static int pair(byte value, int group) {
        return (value >> (group % 8 / 2 * 2)) & 3;
    }

    /** Scale i of 16: four low bits in the first eight bytes, two high bits in the last four. */
    private static int sixBits(byte[] source, int at, int i) {
        byte lowBits = source[at + i % 8];
        int low = i < 8 ? Bytes.low(lowBits) : Bytes.high(lowBits);
        int high = (source[at + 8 + i % 4] >> (i / 4 * 2)) & 3;
        return low | (high << 4);
    }
}
