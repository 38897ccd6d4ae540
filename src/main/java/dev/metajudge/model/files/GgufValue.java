package dev.metajudge.model.files;

import java.util.List;

/** A value in a GGUF file's metadata. */
public sealed interface GgufValue {
    /** Any integer type; an unsigned 64-bit number above 2^63 - 1 is negative here. */
    record Whole(long value) implements GgufValue {}

    /** A 32-bit or 64-bit float. */
    record Real(double value) implements GgufValue {}

    record Flag(boolean value) implements GgufValue {}

    record Text(String value) implements GgufValue {}

    /** An array of one element type; elements are never arrays. */
    record Sequence(List<GgufValue> values) implements GgufValue {
        public Sequence {
            values = List.copyOf(values);
        }
    }

    /** What the value is, for messages. */
    default String kind() {
        return switch (this) {
            case Whole _ -> "an integer";
            case Real _ -> "a float";
            case Flag _ -> "a boolean";
            case Text _ -> "a text";
            case Sequence sequence -> "an array of " + sequence.values().size();
        };
    }
}
