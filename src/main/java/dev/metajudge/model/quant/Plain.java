package dev.metajudge.model.quant;

/** Numbers stored one by one, without blocks. */
final class Plain {
    private Plain() {}

    static void f32(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = Float.intBitsToFloat(Bytes.intAt(source, 4 * i));
        }
    }

    static void f16(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = Bytes.half(source, 2 * i);
        }
    }

    /** bfloat16 is the upper half of a 32-bit float. */
    static void bf16(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = Float.intBitsToFloat(Bytes.shortAt(source, 2 * i) << 16);
        }
    }

    static void f64(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = (float) Double.longBitsToDouble(Bytes.longAt(source, 8 * i));
        }
    }

    /** 4 bits of exponent, 3 of fraction, no infinities; the largest pattern is NaN. */
    static void f8e4m3(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            int exponent = source[i] >> 3 & 0xF;
            int fraction = source[i] & 0x7;
            float size = exponent == 0xF && fraction == 0x7
                    ? Float.NaN
                    : exponent == 0 ? Math.scalb((float) fraction, -9) : Math.scalb(8f + fraction, exponent - 10);
            target[i] = source[i] < 0 ? -size : size;
        }
    }

    /** The upper half of a 16-bit float. */
    static void f8e5m2(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = Float.float16ToFloat((short) (source[i] << 8));
        }
    }

    static void i16(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = (short) Bytes.shortAt(source, 2 * i);
        }
    }

    static void u16(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = Bytes.shortAt(source, 2 * i);
        }
    }

    static void i8(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = source[i];
        }
    }

    static void u8(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = source[i] & 0xFF;
        }
    }

    static void bool(byte[] source, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = source[i] == 0 ? 0 : 1;
        }
    }
}
