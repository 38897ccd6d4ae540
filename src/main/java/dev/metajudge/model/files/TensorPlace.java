package dev.metajudge.model.files;

import java.util.ArrayList;
import java.util.List;

/**
 * Where one weight of a model lies in a file.
 *
 * @param weight the weight
 * @param stored the name of the tensor in the file
 * @param storedShape the shape that the tensor must have, row-major
 * @param firstRow the weight's first row in the tensor, which holds several weights one below the other
 * @param turnedHeads into how many heads the rows are divided, each with its halves interleaved for rotary embedding
 *     by adjacent pairs; 0 when rows are in canonical order
 */
record TensorPlace(CanonicalWeight weight, String stored, List<Long> storedShape, long firstRow, int turnedHeads) {
    TensorPlace {
        storedShape = List.copyOf(storedShape);
    }

    /** A tensor that is the weight. */
    static TensorPlace whole(CanonicalWeight weight, String stored) {
        return new TensorPlace(weight, stored, weight.shape(), 0, 0);
    }

    /**
     * Rows of a tensor that holds several weights one below the other.
     *
     * @param rows of the whole tensor
     */
    static TensorPlace slice(CanonicalWeight weight, String stored, long rows, long firstRow) {
        var shape = new ArrayList<>(weight.shape());
        shape.set(0, rows);
        return new TensorPlace(weight, stored, shape, firstRow, 0);
    }

    TensorPlace turned(int heads) {
        return new TensorPlace(weight, stored, storedShape, firstRow, heads);
    }

    /** Numbers of the tensor before the weight's. */
    long firstElement() {
        long row = weight.shape().stream().skip(1).reduce(1L, Math::multiplyExact);
        return firstRow * row;
    }
}
