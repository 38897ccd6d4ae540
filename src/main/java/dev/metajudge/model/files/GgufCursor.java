package dev.metajudge.model.files;

import dev.metajudge.UserError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a mapped GGUF file from front to back; every length is checked against what is left before it is believed. */
final class GgufCursor {
    /** Longer than any chat template or token. */
    private static final int LONGEST_TEXT = 1 << 24;

    private static final int LONGEST_NAME = 1 << 10;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final MemorySegment data;
    private long position;

    GgufCursor(Path file, MemorySegment data) {
        this.file = file;
        this.data = data;
    }

    long position() {
        return position;
    }

    long left() {
        return data.byteSize() - position;
    }

    byte readByte(String what) {
        return data.get(ValueLayout.JAVA_BYTE, take(1, what));
    }

    short readShort(String what) {
        return data.get(SHORT, take(2, what));
    }

    int readInt(String what) {
        return data.get(INT, take(4, what));
    }

    long readLong(String what) {
        return data.get(LONG, take(8, what));
    }

    /** A count of things that take at least {@code each} bytes; one that cannot fit into the rest is refused. */
    int readCount(String what, long each, int most) {
        long count = readLong(what);
        if (count < 0 || count > left() / each) {
            throw refuse("%s says %s, more than the %d bytes left can hold"
                    .formatted(what, Long.toUnsignedString(count), left()));
        }
        if (count > most) {
            throw refuse("%s says %d, above the limit of %d".formatted(what, count, most));
        }
        return (int) count;
    }

    String readText(String what) {
        return readText(what, LONGEST_TEXT);
    }

    /** The name of a key or tensor. */
    String readName(String what) {
        String name = readText(what, LONGEST_NAME);
        if (name.isEmpty()) {
            throw refuse(what + " is empty");
        }
        return name;
    }

    private String readText(String what, int longest) {
        int length = readCount("the length of " + what, 1, longest);
        byte[] bytes = new byte[length];
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, take(length, what), bytes, 0, length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw refuse(what + " is not valid UTF-8");
        }
    }

    UserError refuse(String reason) {
        return BadFile.refuse(file, reason);
    }

    private long take(long bytes, String what) {
        if (bytes > left()) {
            throw refuse("it ends at byte %d, in the middle of %s".formatted(data.byteSize(), what));
        }
        long at = position;
        position += bytes;
        return at;
    }
}
