package dev.metajudge.model.files;

import dev.metajudge.model.quant.TensorFormat;
import java.util.List;

/**
 * A tensor as the file describes it.
 *
 * @param name the file's own name
 * @param format how its numbers are stored
 * @param shape row-major, 1 to 4 dimensions, each 1 or more, a row being a whole number of blocks
 * @param offset where its first byte is
 */
public record GgufTensor(String name, TensorFormat format, List<Long> shape, long offset) {
    public GgufTensor {
        shape = List.copyOf(shape);
    }

    /** Numbers in a row, the innermost dimension. */
    public int columns() {
        return Math.toIntExact(shape.getLast());
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** How many rows there are, over all outer dimensions. */
    public long rows() {
        return elements() / columns();
    }

    /** Bytes of a row. */
    public long rowBytes() {
        return (long) (columns() / format.blockSize()) * format.blockBytes();
    }

    /** Bytes of the whole tensor. */
    public long bytes() {
        return rows() * rowBytes();
    }

    GgufTensor movedBy(long start) {
        return new GgufTensor(name, format, shape, start + offset);
    }
}
