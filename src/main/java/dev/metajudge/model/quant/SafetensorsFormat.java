package dev.metajudge.model.quant;

import java.util.Arrays;
import java.util.Optional;

/**
 * A format that safetensors stores a tensor's numbers in; the constants are named as in the file.
 *
 * <p>Formats of 16 bits or less become floats exactly, F64 is rounded to the nearest one (beyond the range of floats
 * that is an infinity). Integers of 32 and 64 bits are ids and counts, which floats cannot all hold: they are known but
 * not turned into floats.
 */
public enum SafetensorsFormat {
    F64(8, Plain::f64),
    F32(4, Plain::f32, Encoders::f32),
    F16(2, Plain::f16, Encoders::f16),
    BF16(2, Plain::bf16, Encoders::bf16),
    F8_E4M3(1, Plain::f8e4m3),
    F8_E5M2(1, Plain::f8e5m2),
    I64(8),
    I32(4),
    I16(2, Plain::i16),
    I8(1, Plain::i8),
    U64(8),
    U32(4),
    U16(2, Plain::u16),
    U8(1, Plain::u8),
    BOOL(1, Plain::bool);

    private final int bytes;

    @SuppressWarnings("ImmutableEnumChecker") // a static method of this package, without state
    private final Optional<BlockDecoder> decoder;

    @SuppressWarnings("ImmutableEnumChecker") // likewise
    private final Optional<BlockEncoder> encoder;

    SafetensorsFormat(int bytes) {
        this(bytes, Optional.empty(), Optional.empty());
    }

    SafetensorsFormat(int bytes, BlockDecoder decoder) {
        this(bytes, Optional.of(decoder), Optional.empty());
    }

    SafetensorsFormat(int bytes, BlockDecoder decoder, BlockEncoder encoder) {
        this(bytes, Optional.of(decoder), Optional.of(encoder));
    }

    SafetensorsFormat(int bytes, Optional<BlockDecoder> decoder, Optional<BlockEncoder> encoder) {
        this.bytes = bytes;
        this.decoder = decoder;
        this.encoder = encoder;
    }

    /** The format of this name in the file, if it is known. */
    public static Optional<SafetensorsFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equals(name))
                .findFirst();
    }

    /** Bytes that a number takes. */
    public int bytes() {
        return bytes;
    }

    /** Whether {@link #decode} turns its numbers into floats. */
    public boolean becomesFloats() {
        return decoder.isPresent();
    }

    /**
     * Turns numbers into floats.
     *
     * @param source at least {@code count * bytes()} bytes
     * @param count how many numbers
     * @param target room for {@code count} floats
     * @throws IllegalStateException if it does not become floats
     */
    public void decode(byte[] source, int count, float[] target) {
        decoder.orElseThrow(() -> new IllegalStateException(this + " is not turned into floats"))
                .decode(source, count, target);
    }

    /**
     * Turns floats into numbers of this format.
     *
     * @param source at least {@code count} floats
     * @param count how many
     * @param target room for {@code count * bytes()} bytes
     * @throws IllegalStateException if it is read only
     */
    public void encode(float[] source, int count, byte[] target) {
        encoder.orElseThrow(() -> new IllegalStateException(this + " is not written"))
                .encode(source, count, target);
    }
}
