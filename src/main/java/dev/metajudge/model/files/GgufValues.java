package dev.metajudge.model.files;

import dev.metajudge.model.files.GgufValue.Flag;
import dev.metajudge.model.files.GgufValue.Real;
import dev.metajudge.model.files.GgufValue.Sequence;
import dev.metajudge.model.files.GgufValue.Text;
import dev.metajudge.model.files.GgufValue.Whole;
import java.util.ArrayList;

/** Reads one metadata value; the format's type numbers live here. */
final class GgufValues {
    /** Several times the largest vocabulary and its merges. */
    private static final int MOST_ELEMENTS = 1 << 23;

    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    private GgufValues() {}

    static GgufValue read(GgufCursor cursor, String key) {
        int type = cursor.readInt(key);
        return type == ARRAY ? sequence(cursor, key) : scalar(cursor, key, type);
    }

    private static GgufValue sequence(GgufCursor cursor, String key) {
        int type = cursor.readInt(key);
        if (type == ARRAY) {
            throw cursor.refuse(key + " is an array of arrays, which no model needs and is not read");
        }
        int count = cursor.readCount("the length of " + key, leastBytes(cursor, key, type), MOST_ELEMENTS);
        var values = new ArrayList<GgufValue>();
        for (int i = 0; i < count; i++) {
            values.add(scalar(cursor, key, type));
        }
        return new Sequence(values);
    }

    private static GgufValue scalar(GgufCursor cursor, String key, int type) {
        return switch (type) {
            case 0 -> new Whole(cursor.readByte(key) & 0xFF);
            case 1 -> new Whole(cursor.readByte(key));
            case 2 -> new Whole(cursor.readShort(key) & 0xFFFF);
            case 3 -> new Whole(cursor.readShort(key));
            case 4 -> new Whole(Integer.toUnsignedLong(cursor.readInt(key)));
            case 5 -> new Whole(cursor.readInt(key));
            case 6 -> new Real(Float.intBitsToFloat(cursor.readInt(key)));
            case 7 -> new Flag(flag(cursor, key));
            case TEXT -> new Text(cursor.readText(key));
            case 10, 11 -> new Whole(cursor.readLong(key));
            case 12 -> new Real(Double.longBitsToDouble(cursor.readLong(key)));
            default -> throw unknown(cursor, key, type);
        };
    }

    private static boolean flag(GgufCursor cursor, String key) {
        byte value = cursor.readByte(key);
        if (value != 0 && value != 1) {
            throw cursor.refuse("%s must be 0 or 1, being a boolean, not %d".formatted(key, value));
        }
        return value == 1;
    }

    private static int leastBytes(GgufCursor cursor, String key, int type) {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case TEXT, 10, 11, 12 -> 8;
            default -> throw unknown(cursor, key, type);
        };
    }

    private static RuntimeException unknown(GgufCursor cursor, String key, int type) {
        return cursor.refuse(
                "%s has the value type %s, which is not known".formatted(key, Integer.toUnsignedString(type)));
    }
}
