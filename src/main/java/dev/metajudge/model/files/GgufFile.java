package dev.metajudge.model.files;

import dev.metajudge.UserError;
import dev.metajudge.model.quant.TensorFormat;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * A mapped GGUF file (versions 2 and 3, little-endian). Opening reads and checks the metadata and the table of
 * tensors and maps the rest; numbers are turned into floats when asked for, with little memory beside the target.
 * Names, shapes and row order are the file's own here; {@link GgufWeights} has the canonical ones.
 */
public final class GgufFile implements AutoCloseable {
    /** Numbers turned into floats at a time: small enough for the cache of one core. */
    private static final int CHUNK = 1 << 13;

    private final Arena arena;
    private final MemorySegment data;
    private final GgufHeader header;

    private GgufFile(Arena arena, MemorySegment data, GgufHeader header) {
        this.arena = arena;
        this.data = data;
        this.header = header;
    }

    /**
     * Opens and checks a file.
     *
     * @throws UserError if it cannot be read or is damaged: names the file, the key or tensor and the reason
     */
    public static GgufFile open(Path file) {
        var arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file)) {
            MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new GgufFile(arena, data, GgufHeader.read(file, data));
        } catch (IOException failed) {
            arena.close();
            throw BadFile.unreadable(file, failed);
        } catch (RuntimeException | Error failed) {
            arena.close();
            throw failed;
        }
    }

    public GgufMetadata metadata() {
        return header.metadata();
    }

    /** The tensors in the file's order. */
    public Collection<GgufTensor> tensors() {
        return header.tensors().values();
    }

    /** The tensor of this name, as the file spells it. */
    public Optional<GgufTensor> tensor(String name) {
        return Optional.ofNullable(header.tensors().get(name));
    }

    /** The bytes of a key's type and value. */
    byte[] rawValue(String key) {
        GgufHeader.Span span = header.values().get(key);
        if (span == null) {
            throw new IllegalArgumentException("the file has no key " + key);
        }
        return data.asSlice(span.begin(), span.end() - span.begin()).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Writes a tensor's numbers in the file's row order from the target's position on. */
    public void read(GgufTensor tensor, FloatBuffer target) {
        checkRoom(tensor.name(), tensor.elements(), target);
        read(tensor, 0, tensor.elements(), target);
    }

    /** Writes the numbers of some rows from the target's position on. */
    void readRows(GgufTensor tensor, long first, long rows, FloatBuffer target) {
        read(tensor, first * tensor.rowBytes(), rows * tensor.columns(), target);
    }

    static void checkRoom(String tensor, long elements, FloatBuffer target) {
        if (target.remaining() < elements) {
            throw new IllegalArgumentException("tensor %s has %d numbers, the target has room for %d"
                    .formatted(tensor, elements, target.remaining()));
        }
    }

    private void read(GgufTensor tensor, long from, long elements, FloatBuffer target) {
        TensorFormat format = tensor.format();
        int chunkBlocks = (int) Math.min(CHUNK, elements) / format.blockSize();
        byte[] raw = new byte[chunkBlocks * format.blockBytes()];
        float[] floats = new float[chunkBlocks * format.blockSize()];
        long offset = tensor.offset() + from;
        for (long left = elements / format.blockSize(); left > 0; left -= chunkBlocks) {
            int blocks = (int) Math.min(chunkBlocks, left);
            int bytes = blocks * format.blockBytes();
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, offset, raw, 0, bytes);
            format.decode(raw, blocks, floats);
            target.put(floats, 0, blocks * format.blockSize());
            offset += bytes;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
