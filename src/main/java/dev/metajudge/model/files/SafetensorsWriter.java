package dev.metajudge.model.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.metajudge.UserError;
import dev.metajudge.model.source.Durable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes 32-bit float tensors as a safetensors file. Tensors lie in the order of their names, notes too, so the same
 * tensors always give the same bytes (those that the reference library writes). The file is there whole or not at all.
 */
public final class SafetensorsWriter {
    /** Bytes handed to the system at a time. */
    private static final int CHUNK = 1 << 18;

    private static final int ALIGNMENT = 8;

    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final SortedMap<String, Source> sources = new TreeMap<>();

    private record Source(List<Long> shape, int elements, Consumer<FloatBuffer> numbers) {}

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
        if (elements(name, shape) != numbers.length) {
            throw new IllegalArgumentException(
                    "%s has %d numbers, not those of the shape %s".formatted(name, numbers.length, shape));
        }
        return tensor(name, shape, target -> target.put(numbers));
    }

    /**
     * Adds a tensor whose numbers are asked for when it is written, so that only one tensor is in memory at a time.
     *
     * @param numbers fills the buffer that it is given, which has room for exactly the shape's numbers
     * @throws IllegalArgumentException if the name is taken or the shape has more than 2^31 - 1 numbers
     */
    public SafetensorsWriter tensor(String name, List<Long> shape, Consumer<FloatBuffer> numbers) {
        if (sources.put(name, new Source(List.copyOf(shape), elements(name, shape), numbers)) != null) {
            throw new IllegalArgumentException("two tensors are named " + name);
        }
        return this;
    }

    private static int elements(String name, List<Long> shape) {
        long elements = 1;
        for (long size : shape) {
            if (size < 0 || (size > 0 && elements > Integer.MAX_VALUE / size)) {
                throw new IllegalArgumentException("%s cannot have the shape %s".formatted(name, shape));
            }
            elements *= size;
        }
        return (int) elements;
    }

    /**
     * Writes the file, in place of one that may be there.
     *
     * @throws UserError if the system refuses: the folder is missing or not writable, the disk is full
     */
    public void write(Path file) {
        try {
            Durable.write(file, this::writeTo);
        } catch (IOException failed) {
            throw UserError.input("%s: cannot be written (%s); is the folder there and writable, the disk not full?"
                    .formatted(file, failed));
        }
    }

    private void writeTo(FileChannel out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        writeAll(out, ByteBuffer.wrap(header()));
        for (Map.Entry<String, Source> entry : sources.entrySet()) {
            Source source = entry.getValue();
            var numbers = FloatBuffer.allocate(source.elements);
            source.numbers.accept(numbers);
            if (numbers.hasRemaining()) {
                throw new IllegalStateException(
                        "%d of the numbers of %s were not given".formatted(numbers.remaining(), entry.getKey()));
            }
            writeNumbers(out, numbers.flip(), chunk);
        }
    }

    private static void writeNumbers(FileChannel out, FloatBuffer numbers, ByteBuffer chunk) throws IOException {
        while (numbers.hasRemaining()) {
            int count = Math.min(numbers.remaining(), CHUNK / Float.BYTES);
            chunk.clear().limit(count * Float.BYTES);
            chunk.asFloatBuffer().put(numbers.slice(numbers.position(), count));
            numbers.position(numbers.position() + count);
            writeAll(out, chunk);
        }
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
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
            for (Map.Entry<String, Source> entry : sources.entrySet()) {
                long end = begin + (long) entry.getValue().elements * Float.BYTES;
                writeEntry(out, entry.getKey(), entry.getValue().shape, begin, end);
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

    private static void writeEntry(JsonGenerator out, String name, List<Long> shape, long begin, long end)
            throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("dtype", "F32");
        out.writeArrayFieldStart("shape");
        for (long size : shape) {
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
