package dev.metajudge.model.files;

import dev.metajudge.model.quant.TensorFormat;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a GGUF file before the weights: version, metadata and the table of tensors.
 * Layout: "GGUF", version, counts, key-values, tensor infos, padding, then tensor data at aligned offsets.
 *
 * @param metadata the key-values
 * @param tensors by the file's own names, in the file's order
 * @param values where each key's type and value stand
 */
record GgufHeader(GgufMetadata metadata, Map<String, GgufTensor> tensors, Map<String, Span> values) {
    /** Bytes of the file, the last one excluded. */
    record Span(long begin, long end) {}

    private static final int MAGIC = 0x46554747;
    private static final int MOST_KEYS = 1 << 16;
    private static final int MOST_TENSORS = 1 << 17;
    /** Key length, one byte of key, type, one byte of value. */
    private static final int LEAST_KEY_VALUE = 8 + 1 + 4 + 1;
    /** Name length, one byte of name, dimension count, one dimension, type, offset. */
    private static final int LEAST_TENSOR_INFO = 8 + 1 + 4 + 8 + 4 + 8;

    private static final int MOST_DIMENSIONS = 4;
    private static final String ALIGNMENT = "general.alignment";

    static GgufHeader read(Path file, MemorySegment data) {
        var cursor = new GgufCursor(file, data);
        checkVersion(cursor);
        int tensors = cursor.readCount("the number of tensors", LEAST_TENSOR_INFO, MOST_TENSORS);
        int keys = cursor.readCount("the number of metadata keys", LEAST_KEY_VALUE, MOST_KEYS);
        var values = new LinkedHashMap<String, Span>();
        var metadata = new GgufMetadata(file, keyValues(cursor, keys, values));
        int alignment = alignment(metadata);
        List<GgufTensor> infos = infos(cursor, tensors, alignment);
        long start = (cursor.position() + alignment - 1) / alignment * alignment;
        return new GgufHeader(metadata, place(cursor, infos, start, data.byteSize()), values);
    }

    private static void checkVersion(GgufCursor cursor) {
        if (cursor.left() < 8 || cursor.readInt("the first four bytes") != MAGIC) {
            throw cursor.refuse("it does not begin with GGUF; is the download complete, and a GGUF file?");
        }
        int version = cursor.readInt("the version");
        if (Integer.reverseBytes(version) == 2 || Integer.reverseBytes(version) == 3) {
            throw cursor.refuse("it is a big-endian GGUF; get the little-endian one");
        }
        if (version != 2 && version != 3) {
            throw cursor.refuse(
                    "GGUF version %s is not known; versions 2 and 3 are".formatted(Integer.toUnsignedString(version)));
        }
    }

    private static Map<String, GgufValue> keyValues(GgufCursor cursor, int count, Map<String, Span> spans) {
        var values = new LinkedHashMap<String, GgufValue>();
        for (int i = 0; i < count; i++) {
            String key = cursor.readName("the name of metadata key " + (i + 1));
            long begin = cursor.position();
            if (values.put(key, GgufValues.read(cursor, key)) != null) {
                throw cursor.refuse("the metadata key %s occurs twice".formatted(key));
            }
            spans.put(key, new Span(begin, cursor.position()));
        }
        return values;
    }

    private static int alignment(GgufMetadata metadata) {
        int alignment = metadata.size(ALIGNMENT).orElse(32);
        if (Integer.bitCount(alignment) != 1 || alignment > 1 << 20) {
            throw metadata.refuse("%s must be a power of two up to 2^20, not %d".formatted(ALIGNMENT, alignment));
        }
        return alignment;
    }

    private static List<GgufTensor> infos(GgufCursor cursor, int count, int alignment) {
        var infos = new ArrayList<GgufTensor>();
        for (int i = 0; i < count; i++) {
            infos.add(info(cursor, cursor.readName("the name of tensor " + (i + 1)), alignment));
        }
        return infos;
    }

    private static GgufTensor info(GgufCursor cursor, String name, int alignment) {
        String tensor = "tensor " + name;
        int dimensions = cursor.readInt(tensor);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw cursor.refuse("%s has %s dimensions; 1 to %d are possible"
                    .formatted(tensor, Integer.toUnsignedString(dimensions), MOST_DIMENSIONS));
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            shape.addFirst(cursor.readLong(tensor)); // the file names the innermost dimension first
        }
        int id = cursor.readInt(tensor);
        TensorFormat format = TensorFormat.of(id)
                .orElseThrow(
                        () -> cursor.refuse("%s has the number format %s, which cannot be read; get a file in one of %s"
                                .formatted(tensor, Integer.toUnsignedString(id), List.of(TensorFormat.values()))));
        checkShape(cursor, tensor, shape, format);
        long offset = cursor.readLong(tensor);
        if (offset < 0 || offset % alignment != 0) {
            throw cursor.refuse("%s has the offset %s, which is not a multiple of the alignment %d"
                    .formatted(tensor, Long.toUnsignedString(offset), alignment));
        }
        return new GgufTensor(name, format, shape, offset);
    }

    private static void checkShape(GgufCursor cursor, String tensor, List<Long> shape, TensorFormat format) {
        long elements = 1;
        for (long size : shape) {
            if (size < 1 || size > Integer.MAX_VALUE || elements > (1L << 40) / size) {
                throw cursor.refuse(
                        "%s has a dimension of %s, which cannot be".formatted(tensor, Long.toUnsignedString(size)));
            }
            elements *= size;
        }
        long columns = shape.getLast();
        if (columns % format.blockSize() != 0) {
            throw cursor.refuse("%s has rows of %d numbers, but %s stores them in blocks of %d"
                    .formatted(tensor, columns, format, format.blockSize()));
        }
    }

    /** Puts the tensors into the file and makes sure that each lies inside it and none in another. */
    private static Map<String, GgufTensor> place(GgufCursor cursor, List<GgufTensor> infos, long start, long end) {
        var tensors = new LinkedHashMap<String, GgufTensor>();
        for (GgufTensor info : infos) {
            if (start > end || info.offset() > end - start || info.bytes() > end - start - info.offset()) {
                throw cursor.refuse("tensor %s needs %d bytes at %d, but the file ends at %d; is the download complete?"
                        .formatted(info.name(), info.bytes(), start + info.offset(), end));
            }
            if (tensors.put(info.name(), info.movedBy(start)) != null) {
                throw cursor.refuse("two tensors are named %s".formatted(info.name()));
            }
        }
        var ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(GgufTensor::offset));
        for (int i = 1; i < ordered.size(); i++) {
            GgufTensor before = ordered.get(i - 1);
            if (before.offset() + before.bytes() > ordered.get(i).offset()) {
                throw cursor.refuse("tensors %s and %s overlap"
                        .formatted(before.name(), ordered.get(i).name()));
            }
        }
        return tensors;
    }
}
