package dev.metajudge.model.quant;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers at an index of a byte array. */
final class Bytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static float half(byte[] source, int at) {
        return Float.float16ToFloat((short) SHORT.get(source, at));
    }

    static int shortAt(byte[] source, int at) {
        return (short) SHORT.get(source, at) & 0xFFFF;
    }

    static int intAt(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    static long longAt(byte[] source, int at) {
        return (long) LONG.get(source, at);
    }

    static void putShort(byte[] target, int at, short value) {
        SHORT.set(target, at, value);
    }

    static void putInt(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    static int low(byte value) {
        return value & 0xF;
    }

    static int high(byte value) {
        return (value >> 4) & 0xF;
    }
}
