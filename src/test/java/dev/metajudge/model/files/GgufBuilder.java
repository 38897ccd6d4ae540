package dev.metajudge.model.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small GGUF files, version 3, with float tensors. */
public final class GgufBuilder {
    private static final int ALIGNMENT = 32;

    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private record Tensor(long[] shape, float[] numbers) {}

    /** A text, an integer, a double (written as a float), a boolean, or a list of one of these. */
    public GgufBuilder put(String key, Object value) {
        metadata.put(key, value);
        return this;
    }

    public GgufBuilder remove(String key) {
        metadata.remove(key);
        return this;
    }

    public GgufBuilder tensor(String name, long[] shape, float[] numbers) {
        tensors.put(name, new Tensor(shape, numbers));
        return this;
    }

    public Path write(Path file) throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(number(4, 3));
        out.writeBytes(number(8, tensors.size()));
        out.writeBytes(number(8, metadata.size()));
        metadata.forEach((key, value) -> {
            text(out, key);
            out.writeBytes(number(4, type(value)));
            value(out, value);
        });
        long offset = 0;
        for (var entry : tensors.entrySet()) {
            long[] shape = entry.getValue().shape;
            text(out, entry.getKey());
            out.writeBytes(number(4, shape.length));
            for (int i = shape.length - 1; i >= 0; i--) {
                out.writeBytes(number(8, shape[i]));
            }
            out.writeBytes(number(4, 0));
            out.writeBytes(number(8, offset));
            offset += padded(4L * entry.getValue().numbers.length);
        }
        for (Tensor tensor : tensors.values()) {
            pad(out);
            var bytes = ByteBuffer.allocate(4 * tensor.numbers.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(tensor.numbers);
            out.writeBytes(bytes.array());
        }
        pad(out);
        return Files.write(file, out.toByteArray());
    }

    private static int type(Object value) {
        return switch (value) {
            case Integer _ -> 4;
            case Double _ -> 6;
            case Boolean _ -> 7;
            case String _ -> 8;
            case List<?> _ -> 9;
            default -> throw new IllegalArgumentException("no type for " + value);
        };
    }

    private static void value(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case Integer whole -> out.writeBytes(number(4, whole));
            case Double real -> out.writeBytes(number(4, Float.floatToIntBits(real.floatValue())));
            case Boolean flag -> out.write(flag ? 1 : 0);
            case String text -> text(out, text);
            case List<?> list -> {
                out.writeBytes(number(4, list.isEmpty() ? 4 : type(list.getFirst())));
                out.writeBytes(number(8, list.size()));
                list.forEach(element -> value(out, element));
            }
            default -> throw new IllegalArgumentException("no form for " + value);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(number(8, bytes.length));
        out.writeBytes(bytes);
    }

    private static byte[] number(int bytes, long value) {
        var buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        return java.util.Arrays.copyOf(buffer.array(), bytes);
    }

    private static long padded(long length) {
        return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
    }

    private static void pad(ByteArrayOutputStream out) {
        out.writeBytes(new byte[(int) (padded(out.size()) - out.size())]);
    }
}
