package dev.metajudge.model.quant;

/** Turns a run of blocks of one format into floats. */
@FunctionalInterface
interface BlockDecoder {
    /**
     * Writes the blocks' numbers.
     *
     * @param source little-endian blocks, from index 0
     * @param blocks how many of them
     * @param target receives the numbers in order, from index 0
     */
    void decode(byte[] source, int blocks, float[] target);
}
