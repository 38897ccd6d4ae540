package dev.metajudge.model.quant;

/** Turns floats into a run of blocks of one format. */
@FunctionalInterface
interface BlockEncoder {
    /**
     * Writes the numbers' blocks.
     *
     * @param source the numbers in order, from index 0
     * @param blocks how many blocks of them
     * @param target receives little-endian blocks, from index 0
     */
    void encode(float[] source, int blocks, byte[] target);
}
