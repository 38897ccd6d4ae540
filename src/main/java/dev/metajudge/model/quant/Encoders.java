package dev.metajudge.model.quant;

/** Floats as files store them; every number becomes the nearest one that its format has, ties to the even one. */
final class Encoders {
    private static final int BLOCK = 32;
    private static final int LARGEST = 127;

    private Encoders() {}

    static void f32(float[] source, int count, byte[] target) {
        for (int i = 0; i < count; i++) {
            Bytes.putInt(target, 4 * i, Float.floatToRawIntBits(source[i]));
        }
    }

    static void f16(float[] source, int count, byte[] target) {
        for (int i = 0; i < count; i++) {
            Bytes.putShort(target, 2 * i, Float.floatToFloat16(source[i]));
        }
    }

    static void bf16(float[] source, int count, byte[] target) {
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(source[i]);
            int rounded = Float.isNaN(source[i])
                    ? bits | 0x400000 // stays one when the lower half is cut off
                    : bits + 0x7FFF + (bits >>> 16 & 1);
            Bytes.putShort(target, 2 * i, (short) (rounded >>> 16));
        }
    }

    /**
     * 32 numbers share d = the largest size / 127, and are stored as whole multiples of it, halves away from zero: the
     * bits of the reference quantiser.
     */
    static void q8(float[] source, int blocks, byte[] target) {
        for (int block = 0, from = 0, to = 0; block < blocks; block++, from += BLOCK, to += 2 + BLOCK) {
            float largest = 0;
            for (int i = 0; i < BLOCK; i++) {
                largest = Math.max(largest, Math.abs(source[from + i]));
            }
            float d = largest / LARGEST;
            float inverse = d == 0 ? 0 : 1 / d;
            Bytes.putShort(target, to, Float.floatToFloat16(d));
            for (int i = 0; i < BLOCK; i++) {
                float multiple = source[from + i] * inverse;
                // Not floor(x + 0.5): the sum would round 0.49999997 up.
                float whole = (float) Math.floor(Math.abs(multiple));
                int size = (int) (Math.abs(multiple) - whole >= 0.5f ? whole + 1 : whole);
                target[to + 2 + i] = (byte) (multiple < 0 ? -size : size);
            }
        }
    }
}
