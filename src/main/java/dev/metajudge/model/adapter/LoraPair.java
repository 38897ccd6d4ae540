package dev.metajudge.model.adapter;

/**
 * The two matrices that an adapter adds to one weight, as 32-bit floats. The arrays are not copied.
 *
 * @param rank rows of A and columns of B
 * @param a [rank, inputs], row-major, finite
 * @param b [outputs, rank], row-major, finite
 */
@SuppressWarnings("ArrayRecordComponent") // copies of matrices would double the memory; nobody compares pairs
public record LoraPair(int rank, float[] a, float[] b) {
    public LoraPair {
        if (rank < 1 || a.length == 0 || b.length == 0 || a.length % rank != 0 || b.length % rank != 0) {
            throw new IllegalArgumentException(
                    "%d and %d numbers are no two matrices of rank %d".formatted(a.length, b.length, rank));
        }
        requireFinite("A", a);
        requireFinite("B", b);
    }

    /** Columns of the weight. */
    public int inputs() {
        return a.length / rank;
    }

    /** Rows of the weight. */
    public int outputs() {
        return b.length / rank;
    }

    private static void requireFinite(String matrix, float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw new IllegalArgumentException("%s holds %s at place %d".formatted(matrix, numbers[i], i));
            }
        }
    }
}
