package dev.metajudge.model.files;

import dev.metajudge.UserError;
import dev.metajudge.model.quant.SafetensorsFormat;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A mapped safetensors file. Opening reads and checks the header: every tensor lies inside the file, none overlaps
 * another, no byte belongs to none. Numbers are turned into floats when asked for, with little memory beside the
 * target. Reading is safe from several threads at once.
 */
public final class SafetensorsFile implements AutoCloseable {
    /** Numbers turned into floats at a time: small enough for the cache of one core. */
    private static final int CHUNK = 1 << 13;

    private final Path file;
    private final Arena arena;
    private final MemorySegment data;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, Arena arena, MemorySegment data) {
        this.file = file;
        this.arena = arena;
        this.data = data;
        this.header = SafetensorsHeader.read(file, data);
    }

    /**
     * Opens and checks a file.
     *
     * @throws UserError if it cannot be read or is damaged: names the file, the tensor and the reason
     */
    public static SafetensorsFile open(Path file) {
        var arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file)) {
            return new SafetensorsFile(
                    file, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException failed) {
            arena.close();
            throw BadFile.unreadable(file, failed);
        } catch (RuntimeException | Error failed) {
            arena.close();
            throw failed;
        }
    }

    /** The file's notes, by key. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** The tensors, in the order in which their numbers lie in the file. */
    public Collection<SafetensorsTensor> tensors() {
        return header.tensors().values();
    }

    /** The tensor of this name. */
    public Optional<SafetensorsTensor> tensor(String name) {
        return Optional.ofNullable(header.tensors().get(name));
    }

    /**
     * Writes a tensor's numbers, row-major, from the target's position on, which moves on by their count.
     *
     * @throws UserError if its format does not become floats
     * @throws IllegalArgumentException if the target has no room for it
     */
    public void read(SafetensorsTensor tensor, FloatBuffer target) {
        read(tensor, 0, tensor.elements(), target);
    }

    /** Writes some of a tensor's numbers, {@code elements} of them beginning with number {@code first}. */
    public void read(SafetensorsTensor tensor, long first, long elements, FloatBuffer target) {
        SafetensorsFormat format = tensor.format();
        if (!format.becomesFloats()) {
            throw refuse("tensor %s is stored as %s, which is not for numbers of a model; floats were expected"
                    .formatted(tensor.name(), format));
        }
        if (target.remaining() < elements) {
            throw new IllegalArgumentException("%d numbers of tensor %s are asked for, the target has room for %d"
                    .formatted(elements, tensor.name(), target.remaining()));
        }
        int chunk = (int) Math.min(CHUNK, elements);
        byte[] raw = new byte[chunk * format.bytes()];
        float[] floats = new float[chunk];
        long offset = tensor.offset() + first * format.bytes();
        for (long left = elements; left > 0; left -= chunk) {
            int count = (int) Math.min(chunk, left);
            int bytes = count * format.bytes();
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, offset, raw, 0, bytes);
            format.decode(raw, count, floats);
            target.put(floats, 0, count);
            offset += bytes;
        }
    }

    /** An error that names this file and says what is wrong with it. */
    public UserError refuse(String reason) {
        return BadFile.refuse(file, reason);
    }

    @Override
    public void close() {
        arena.close();
    }
}
