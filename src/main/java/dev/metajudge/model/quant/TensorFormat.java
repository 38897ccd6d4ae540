package dev.metajudge.model.quant;

import java.util.Arrays;
import java.util.Optional;

/**
 * A format that GGUF stores a tensor's numbers in.
 *
 * <p>Numbers come in blocks along a row; a row is a whole number of blocks.
 */
public enum TensorFormat {
    F32(0, 1, 4, Plain::f32),
    F16(1, 1, 2, Plain::f16),
    Q4_0(2, 32, 18, Blocks32::q4),
    Q4_1(3, 32, 20, Blocks32::q4WithOffset),
    Q5_0(6, 32, 22, Blocks32::q5),
    Q5_1(7, 32, 24, Blocks32::q5WithOffset),
    Q8_0(8, 32, 34, Blocks32::q8),
    Q2_K(10, 256, 84, SmallBlocks256::q2),
    Q3_K(11, 256, 110, SmallBlocks256::q3),
    Q4_K(12, 256, 144, Blocks256::q4),
    Q5_K(13, 256, 176, Blocks256::q5),
    Q6_K(14, 256, 210, Blocks256::q6),
    IQ4_NL(20, 32, 18, TableBlocks::iq4),
    IQ4_XS(23, 256, 136, TableBlocks::iq4Small),
    BF16(30, 1, 2, Plain::bf16),
    MXFP4(39, 32, 17, TableBlocks::mxfp4);

    private final int id;
    private final int blockSize;
    private final int blockBytes;

    @SuppressWarnings("ImmutableEnumChecker") // a static method of this package, without state
    private final BlockDecoder decoder;

    TensorFormat(int id, int blockSize, int blockBytes, BlockDecoder decoder) {
        this.id = id;
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
        this.decoder = decoder;
    }

    /** The format with this number in the file, if it is one that can be read. */
    public static Optional<TensorFormat> of(int id) {
        return Arrays.stream(values()).filter(format -> format.id == id).findFirst();
    }

    /** Numbers in a block. */
    public int blockSize() {
        return blockSize;
    }

    /** Bytes that a block takes. */
    public int blockBytes() {
        return blockBytes;
    }

    /**
     * Turns blocks into floats.
     *
     * @param source at least {@code blocks * blockBytes()} bytes
     * @param blocks how many blocks
     * @param target room for {@code blocks * blockSize()} floats
     */
    public void decode(byte[] source, int blocks, float[] target) {
        decoder.decode(source, blocks, target);
    }
}
