package dev.metajudge.model.files;

import dev.metajudge.model.quant.SafetensorsFormat;
import java.util.List;

/**
 * A tensor as a safetensors file describes it.
 *
 * @param name the file's own name
 * @param format how its numbers are stored
 * @param shape row-major; no dimensions for a single number, a dimension of 0 for no numbers
 * @param offset where its first byte is in the file
 */
public record SafetensorsTensor(String name, SafetensorsFormat format, List<Long> shape, long offset) {
    public SafetensorsTensor {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Bytes of the whole tensor. */
    public long bytes() {
        return elements() * format.bytes();
    }
}
