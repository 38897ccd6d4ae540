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
}
