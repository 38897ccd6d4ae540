package dev.metajudge.model.files;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a safetensors file before the numbers.
 * Layout: the header's length (8 bytes), the header (JSON, padded with blanks), tensor data without a gap.
 *
 * @param metadata the file's notes
 * @param tensors by name, in the order of their numbers
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, SafetensorsTensor> tensors) {
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Enough for a hundred thousand tensors. */
    private static final int LONGEST = 1 << 24;

    static SafetensorsHeader read(Path file, MemorySegment data) {
        long left = data.byteSize() - LENGTH.byteSize();
        if (left < 0) {
            throw BadFile.refuse(file, "it has %d bytes, too few for a safetensors file".formatted(data.byteSize()));
        }
        long length = data.get(LENGTH, 0);
        if (length < 2 || length > left) {
            throw BadFile.refuse(
                    file,
                    "its header is said to have %s bytes, but %d are left; is the download complete, and a safetensors file?"
                            .formatted(Long.toUnsignedString(length), left));
        }
        if (length > LONGEST) {
            throw BadFile.refuse(file, "its header has %d bytes, above the limit of %d".formatted(length, LONGEST));
        }
        var parser = new SafetensorsParser(file);
        try {
            parser.parse(text(file, data, (int) length));
        } catch (JacksonException broken) {
            throw BadFile.refuse(file, "its header is not valid JSON: " + broken.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible); // the text is in memory
        }
        return new SafetensorsHeader(
                Collections.unmodifiableMap(parser.metadata()),
                place(file, parser.spans(), LENGTH.byteSize() + length, data.byteSize()));
    }

    private static String text(Path file, MemorySegment data, int length) {
        MemorySegment bytes = data.asSlice(LENGTH.byteSize(), length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.asByteBuffer())
                    .toString();
        } catch (CharacterCodingException broken) {
            throw BadFile.refuse(file, "its header is not valid UTF-8");
        }
    }

    /** Puts the tensors into the file and makes sure that they cover it, each byte once. */
    private static Map<String, SafetensorsTensor> place(
            Path file, Map<String, SafetensorsSpan> spans, long start, long end) {
        List<SafetensorsSpan> ordered = new ArrayList<>(spans.values());
        ordered.sort(Comparator.comparingLong(SafetensorsSpan::begin).thenComparingLong(SafetensorsSpan::end));
        var tensors = new LinkedHashMap<String, SafetensorsTensor>();
        long position = 0;
        for (SafetensorsSpan span : ordered) {
            if (span.begin() != position) {
                throw BadFile.refuse(
                        file,
                        "tensor %s begins at byte %d of the data, but the tensors before it end at %d: tensors %s"
                                .formatted(
                                        span.name(),
                                        span.begin(),
                                        position,
                                        span.begin() < position ? "overlap" : "leave a hole"));
            }
            if (span.end() > end - start) {
                throw BadFile.refuse(
                        file,
                        "tensor %s ends at byte %d of the data, which has %d; is the download complete?"
                                .formatted(span.name(), span.end(), end - start));
            }
            position = span.end();
            tensors.put(
                    span.name(), new SafetensorsTensor(span.name(), span.format(), span.shape(), start + span.begin()));
        }
        if (position != end - start) {
            throw BadFile.refuse(
                    file, "%d bytes after the last tensor belong to none".formatted(end - start - position));
        }
        return Collections.unmodifiableMap(tensors);
    }
}
