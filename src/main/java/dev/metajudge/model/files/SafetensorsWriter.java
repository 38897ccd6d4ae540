package dev.metajudge.model.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.metajudge.UserError;
import dev.metajudge.model.quant.SafetensorsFormat;
import dev.metajudge.model.source.Durable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes tensors as a safetensors file, all in one number format. Tensors lie in the order of their names, notes too, so
 * the same tensors always give the same bytes (those that the reference library writes). The file is there whole or not
 * at all.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private final SafetensorsFormat format;
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final SortedMap<String, StoredTensor> tensors = new TreeMap<>();

    /** Writes 32-bit floats. */
    public SafetensorsWriter() {
        this(SafetensorsFormat.F32);
    }

    /** Writes F32, F16 or BF16. */
    public SafetensorsWriter(SafetensorsFormat format) {
        this.format = format;
    }

    /** Adds a note, such as ("format", "pt"). */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds a tensor.
     *
     * @param numbers row-major; not copied before {@link #write}
     * @throws IllegalArgumentException if the name is taken or the shape is not that of the numbers
     */
    public SafetensorsWriter tensor(String name, List<Long> shape, float[] numbers) {
        var tensor = new StoredTensor(name, shape, (first, rows, target) -> {
            int row = rowOf(shape);
            target.put(numbers, (int) first * row, (int) rows * row);
        });
        if (tensor.elements() != numbers.length) {
            throw new IllegalArgumentException(
                    "%s has %d numbers, not those of the shape %s".formatted(name, numbers.length, shape));
        }
        return tensor(tensor);
    }

    private static int rowOf(List<Long> shape) {
        return (int) shape.stream().skip(1).mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    /**
     * Adds a tensor whose numbers are asked for when it is written, some rows at a time.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public SafetensorsWriter tensor(StoredTensor tensor) {
        if (tensors.put(tensor.name(), tensor) != null) {
            throw new IllegalArgumentException("two tensors are named " + tensor.name());
        }
        return this;
    }

    /**
     * Writes the file, in place of one that may be there.
     *
     * @throws UserError if the system refuses: the folder is missing or not writable, the disk is full
     */
    public void write(Path file) {
        write(file, written -> {});
    }

    /** The same; {@code written} is told each tensor that is in the file. */
    public void write(Path file, Consumer<StoredTensor> written) {
        try {
            Durable.write(file, out -> writeTo(out, written));
        } catch (IOException failed) {
            throw UserError.input("%s: cannot be written (%s); is the folder there and writable, the disk not full?"
                    .formatted(file, failed));
        }
    }

    private void writeTo(FileChannel out, Consumer<StoredTensor> written) throws IOException {
        var numbers = new TensorOutput(1, format.bytes(), format::encode);
        TensorOutput.writeAll(out, ByteBuffer.wrap(header()));
        for (StoredTensor tensor : tensors.values()) {
            numbers.write(out, tensor);
            written.accept(tensor);
        }
    }

    /** Length and JSON, padded with blanks so that the numbers begin at a multiple of 8. */
    private byte[] header() throws IOException {
        var json = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
            out.writeStartObject();
            if (!metadata.isEmpty()) {
                out.writeObjectFieldStart("__metadata__");
                for (Map.Entry<String, String> note : metadata.entrySet()) {
                    out.writeStringField(note.getKey(), note.getValue());
                }
                out.writeEndObject();
            }
            long begin = 0;
            for (StoredTensor tensor : tensors.values()) {
                long end = begin + Math.multiplyExact(tensor.elements(), format.bytes());
                writeEntry(out, tensor, begin, end);
                begin = end;
            }
            out.writeEndObject();
        }
        while (json.size() % ALIGNMENT != 0) {
            json.write(' ');
        }
        return ByteBuffer.allocate(Long.BYTES + json.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.size())
                .put(json.toByteArray())
                .array();
    }

    private void writeEntry(JsonGenerator out, StoredTensor tensor, long begin, long end) throws IOException {
        out.writeObjectFieldStart(tensor.name());
        out.writeStringField("dtype", format.name());
        out.writeArrayFieldStart("shape");
        for (long size : tensor.shape()) {
            out.writeNumber(size);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("data_offsets");
        out.writeNumber(begin);
        out.writeNumber(end);
        out.writeEndArray();
        out.writeEndObject();
    }
}
