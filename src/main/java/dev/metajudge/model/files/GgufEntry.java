package dev.metajudge.model.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A value of GGUF metadata with its type. Programs that read the format insist on the type, so each key's is chosen
 * here and not by the value.
 *
 * @param bytes the type's number and the value, as in the file
 */
@SuppressWarnings("ArrayRecordComponent") // written once, compared by nobody
public record GgufEntry(byte[] bytes) {
    private static final int UNSIGNED = 4;
    private static final int SIGNED = 5;
    private static final int REAL = 6;
    private static final int FLAG = 7;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    /** An unsigned 32-bit number: sizes and ids. */
    public static GgufEntry size(int value) {
        return typed(UNSIGNED, fourBytes(value));
    }

    /** A 32-bit float. */
    public static GgufEntry real(double value) {
        return typed(REAL, fourBytes(Float.floatToRawIntBits((float) value)));
    }

    public static GgufEntry flag(boolean value) {
        return typed(FLAG, new byte[] {(byte) (value ? 1 : 0)});
    }

    public static GgufEntry text(String value) {
        return typed(TEXT, spelled(value));
    }

    public static GgufEntry texts(List<String> values) {
        return array(TEXT, values, GgufEntry::spelled);
    }

    /** Signed 32-bit numbers: the types of tokens. */
    public static GgufEntry wholes(List<Integer> values) {
        return array(SIGNED, values, GgufEntry::fourBytes);
    }

    /** 32-bit floats. */
    public static GgufEntry reals(List<Double> values) {
        return array(REAL, values, value -> fourBytes(Float.floatToRawIntBits(value.floatValue())));
    }

    public static GgufEntry flags(List<Boolean> values) {
        return array(FLAG, values, value -> new byte[] {(byte) (value ? 1 : 0)});
    }

    private static <T> GgufEntry array(int type, List<T> values, Function<T, byte[]> bytes) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(fourBytes(type));
        out.writeBytes(eightBytes(values.size()));
        values.forEach(value -> out.writeBytes(bytes.apply(value)));
        return typed(ARRAY, out.toByteArray());
    }

    private static GgufEntry typed(int type, byte[] value) {
        byte[] bytes = Arrays.copyOf(fourBytes(type), 4 + value.length);
        System.arraycopy(value, 0, bytes, 4, value.length);
        return new GgufEntry(bytes);
    }

    static byte[] spelled(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(eightBytes(bytes.length), 8 + bytes.length);
        System.arraycopy(bytes, 0, all, 8, bytes.length);
        return all;
    }

    static byte[] fourBytes(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static byte[] eightBytes(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
