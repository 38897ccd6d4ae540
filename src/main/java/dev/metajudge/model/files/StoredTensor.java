package dev.metajudge.model.files;

import java.util.List;

/**
 * A tensor that is to be written.
 *
 * @param name as the file will spell it
 * @param shape row-major; no dimensions for a single number
 * @param source its numbers
 */
public record StoredTensor(String name, List<Long> shape, RowSource source) {
    public StoredTensor {
        shape = List.copyOf(shape);
        long elements = 1;
        for (long size : shape) {
            if (size < 0 || (size > 0 && elements > Long.MAX_VALUE / Double.BYTES / size)) {
                throw new IllegalArgumentException("%s cannot have the shape %s".formatted(name, shape));
            }
            elements *= size;
        }
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** The size of the first dimension, in whose steps the source gives numbers. */
    public long rows() {
        return shape.isEmpty() ? 1 : shape.getFirst();
    }

    /** Numbers of a row. */
    public long rowElements() {
        return shape.stream().skip(1).reduce(1L, Math::multiplyExact);
    }

    /** Numbers that lie side by side: the innermost dimension. */
    public long columns() {
        return shape.isEmpty() ? 1 : shape.getLast();
    }

    /** The same with another source. */
    public StoredTensor with(RowSource other) {
        return new StoredTensor(name, shape, other);
    }
}
