package dev.metajudge.model.files;

import dev.metajudge.model.quant.TensorFormat;
import dev.metajudge.model.source.Durable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes a GGUF file, version 3. Keys and tensors lie in the order in which they were added. The file is there whole or
 * not at all.
 */
public final class GgufWriter {
    private static final int ALIGNMENT = 32;
    private static final int VERSION = 3;

    private final Map<String, byte[]> metadata = new LinkedHashMap<>();
    private final Map<String, Formatted> tensors = new LinkedHashMap<>();

    private record Formatted(StoredTensor tensor, TensorFormat format) {
        long bytes() {
            return tensor.elements() / format.blockSize() * format.blockBytes();
        }
    }

    /** Adds a key, in place of one that may be there. */
    public GgufWriter put(String key, GgufEntry value) {
        metadata.put(key, value.bytes());
        return this;
    }

    /** Adds a key of another file with its value and type, byte for byte. */
    public GgufWriter copy(GgufFile source, String key) {
        metadata.put(key, source.rawValue(key));
        return this;
    }

    /**
     * Adds a tensor.
     *
     * @throws IllegalArgumentException if the name is taken, or a row is not a whole number of the format's blocks
     */
    public GgufWriter tensor(StoredTensor tensor, TensorFormat format) {
        if (tensor.columns() % format.blockSize() != 0 || tensor.shape().isEmpty() || !format.isWritten()) {
            throw new IllegalArgumentException(
                    "%s with the shape %s cannot be %s".formatted(tensor.name(), tensor.shape(), format));
        }
        if (tensors.put(tensor.name(), new Formatted(tensor, format)) != null) {
            throw new IllegalArgumentException("two tensors are named " + tensor.name());
        }
        return this;
    }

    /** The tensors, as they will lie in the file. */
    public List<StoredTensor> tensors() {
        return tensors.values().stream().map(Formatted::tensor).toList();
    }

    /**
     * Writes the file, in place of one that may be there.
     *
     * @param written told each tensor that is in the file
     * @throws IOException if the system refuses: the folder is missing or not writable, the disk is full
     */
    public void write(Path file, Consumer<StoredTensor> written) throws IOException {
        Durable.write(file, out -> writeTo(out, written));
    }

    private void writeTo(FileChannel out, Consumer<StoredTensor> written) throws IOException {
        TensorOutput.writeAll(out, ByteBuffer.wrap(header()));
        for (Formatted each : tensors.values()) {
            pad(out);
            TensorFormat format = each.format;
            new TensorOutput(format.blockSize(), format.blockBytes(), format::encode).write(out, each.tensor);
            written.accept(each.tensor);
        }
        pad(out);
    }

    private static void pad(FileChannel out) throws IOException {
        TensorOutput.writeAll(out, ByteBuffer.allocate((int) (aligned(out.position()) - out.position())));
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    private byte[] header() {
        var out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(GgufEntry.fourBytes(VERSION));
        out.writeBytes(GgufEntry.eightBytes(tensors.size()));
        out.writeBytes(GgufEntry.eightBytes(metadata.size()));
        metadata.forEach((key, value) -> {
            out.writeBytes(GgufEntry.spelled(key));
            out.writeBytes(value);
        });
        long offset = 0;
        for (Formatted each : tensors.values()) {
            out.writeBytes(GgufEntry.spelled(each.tensor.name()));
            List<Long> innermostFirst = new ArrayList<>(each.tensor.shape()).reversed();
            out.writeBytes(GgufEntry.fourBytes(innermostFirst.size()));
            innermostFirst.forEach(size -> out.writeBytes(GgufEntry.eightBytes(size)));
            out.writeBytes(GgufEntry.fourBytes(each.format.id()));
            out.writeBytes(GgufEntry.eightBytes(offset));
            offset += aligned(each.bytes());
        }
        return out.toByteArray();
    }
}
