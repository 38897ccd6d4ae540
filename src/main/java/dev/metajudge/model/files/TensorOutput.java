package dev.metajudge.model.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes tensors' numbers to a file, some rows in memory at a time.
 *
 * @param blockSize numbers that are encoded together
 * @param blockBytes bytes that they become
 * @param encoding turns so many blocks of floats into bytes
 */
record TensorOutput(int blockSize, int blockBytes, Encoding encoding) {
    /** Numbers in memory at a time, unless a row has more. */
    private static final int CHUNK = 1 << 18;

    /** Blocks encoded at a time. */
    private static final int ENCODED = 1 << 13;

    /** Turns floats into bytes. */
    @FunctionalInterface
    interface Encoding {
        void encode(float[] source, int blocks, byte[] target);
    }

    /** Writes all numbers of a tensor; a source that gives too few is a fault of the caller. */
    void write(FileChannel out, StoredTensor tensor) throws IOException {
        if (tensor.elements() == 0) {
            return;
        }
        int row = Math.toIntExact(tensor.rowElements());
        int rows = (int) Math.clamp(CHUNK / row, 1, tensor.rows());
        var numbers = FloatBuffer.allocate(Math.multiplyExact(rows, row));
        for (long first = 0; first < tensor.rows(); first += rows) {
            int count = (int) Math.min(rows, tensor.rows() - first);
            numbers.clear().limit(count * row);
            tensor.source().read(first, count, numbers);
            if (numbers.hasRemaining()) {
                throw new IllegalStateException(
                        "%d of the numbers of %s were not given".formatted(numbers.remaining(), tensor.name()));
            }
            encode(out, numbers.flip());
        }
    }

    private void encode(FileChannel out, FloatBuffer numbers) throws IOException {
        int most = Math.min(ENCODED, numbers.remaining() / blockSize);
        float[] floats = new float[most * blockSize];
        byte[] bytes = new byte[most * blockBytes];
        while (numbers.hasRemaining()) {
            int blocks = Math.min(most, numbers.remaining() / blockSize);
            numbers.get(floats, 0, blocks * blockSize);
            encoding.encode(floats, blocks, bytes);
            writeAll(out, ByteBuffer.wrap(bytes, 0, blocks * blockBytes));
        }
    }

    static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
