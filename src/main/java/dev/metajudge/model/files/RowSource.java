package dev.metajudge.model.files;

import java.nio.FloatBuffer;

/** A tensor's numbers, given some rows at a time, so that a tensor larger than the memory can be written. */
@FunctionalInterface
public interface RowSource {
    /**
     * Writes some rows' numbers, row-major, from the target's position on, which moves on by their count.
     *
     * @param first the first row; of a vector a row is one number
     * @param rows how many
     */
    void read(long first, long rows, FloatBuffer target);
}
