package dev.metajudge.model.quant;

import java.util.Arrays;
import java.util.Optional;

/**
 * A format that GGUF stores a tensor's numbers in.
 *
 * <p>Numbers come in blocks along a row; a row is a whole number of blocks.
 */
public enum TensorFormat {
    F32(0, 1, 4, Plain::f32, Encoders::f32),
    F16(1, 1, 2, Plain::f16, Encoders::f16),
    Q4_0(2, 32, 18, Blocks32::q4),
    Q4_1(3, 32, 20, Blocks32::q4WithOffset),
    Q5_0(6, 32, 22, Blocks32::q5),
    Q5_1(7, 32, 24, Blocks32::q5WithOffset),
    Q8_0(8, 32, 34, Blocks32::q8, Encoders::q8),
    Q2_K(10, 256, 84, SmallBlocks256::q2),
    Q3_K(11, 256, 110, SmallBlocks256::q3),
    Q4_K(12, 256, 144, Blocks256::q4),
    Q5_K(13, 256, 176, Blocks256::q5),
    Q6_K(14, 256, 210, Blocks256::q6),
    IQ4_NL(20, 32, 18, TableBlocks::iq4),
    IQ4_XS(23, 256, 136, TableBlocks::iq4Small),
    BF16(30, 1, 2, Plain::bf16, Encoders::bf16),
    MXFP4(39, 32, 17, TableBlocks::mxfp4);

    private final int id;
    private final int blockSize;
    private final int blockBytes;

    @SuppressWarnings("ImmutableEnumChecker") // a static method of this package, without state
    private final BlockDecoder decoder;

    @SuppressWarnings("ImmutableEnumChecker") // likewise
    private final Optional<BlockEncoder> encoder;

    TensorFormat(int id, int blockSize, int blockBytes, BlockDecoder decoder) {
        this(id, blockSize, blockBytes, decoder, Optional.empty());
    }

    TensorFormat(int id, int blockSize, int blockBytes, BlockDecoder decoder, BlockEncoder encoder) {
        this(id, blockSize, blockBytes, decoder, Optional.of(encoder));
    }

    TensorFormat(int id, int blockSize, int blockBytes, BlockDecoder decoder, Optional<BlockEncoder> encoder) {
        this.id = id;
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
        this.decoder = decoder;
        this.encoder = encoder;
    }

    /** The format with this number in the file, if it is one that can be read. */
    public static Optional<TensorFormat> of(int id) {
        return Arrays.stream(values()).filter(format -> format.id == id).findFirst();
    }

    /** The number that stands for it in the file. */
    public int id() {
        return id;
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

    /** Whether {@link #encode} writes it. */
    public boolean isWritten() {
        return encoder.isPresent();
    }

    /**
     * Turns floats into blocks.
     *
     * @param source at least {@code blocks * blockSize()} numbers
     * @param blocks how many blocks
     * @param target room for {@code blocks * blockBytes()} bytes
     * @throws IllegalStateException if it is read only
     */
    public void encode(float[] source, int blocks, byte[] target) {
        encoder.orElseThrow(() -> new IllegalStateException(this + " is not written"))
                .encode(source, blocks, target);
    }
}
