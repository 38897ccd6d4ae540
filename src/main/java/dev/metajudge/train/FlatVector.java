package dev.metajudge.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.metajudge.model.files.RowSource;
import java.nio.FloatBuffer;

/** One flat fp32 vector outside the Java heap, read and written some numbers at a time. */
final class FlatVector implements RowSource {
    /** Numbers that pass through the heap at a time. */
    static final int CHUNK = 1 << 18;

    private final PtNDArray array;

    /** A vector of zeros; it belongs to the scope. */
    FlatVector(PtNDManager scope, long size) {
        array = (PtNDArray) scope.zeros(new Shape(size));
    }

    /** The vector itself, for the decoder's program. */
    PtNDArray array() {
        return array;
    }

    long size() {
        return array.getShape().size();
    }

    /** Replaces some numbers, those from {@code first} on. */
    void put(long first, NDArray numbers) {
        long size = numbers.getShape().size();
        try (NDArray flat = numbers.reshape(size)) {
            array.set(span(first, size), flat);
        }
    }

    void put(long first, float[] numbers) {
        try (var scope = array.getManager().newSubManager()) {
            put(first, scope.create(numbers));
        }
    }

    /** Replaces all numbers. */
    void put(FlatVector other) {
        for (long first = 0; first < size(); first += CHUNK) {
            try (NDArray part = other.array.get(span(first, Math.min(CHUNK, size() - first)))) {
                put(first, part);
            }
        }
    }

    @Override
    public void read(long first, long count, FloatBuffer target) {
        for (long done = 0; done < count; done += CHUNK) {
            try (NDArray part = array.get(span(first + done, Math.min(CHUNK, count - done)))) {
                target.put(part.toFloatArray());
            }
        }
    }

    /** All numbers; for vectors that fit into the heap. */
    float[] floats() {
        return array.toFloatArray();
    }

    private static NDIndex span(long first, long count) {
        return new NDIndex("%d:%d".formatted(first, first + count));
    }
}
