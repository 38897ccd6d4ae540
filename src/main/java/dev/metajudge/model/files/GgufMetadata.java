package dev.metajudge.model.files;

import dev.metajudge.UserError;
import dev.metajudge.model.files.GgufValue.Flag;
import dev.metajudge.model.files.GgufValue.Real;
import dev.metajudge.model.files.GgufValue.Sequence;
import dev.metajudge.model.files.GgufValue.Text;
import dev.metajudge.model.files.GgufValue.Whole;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A GGUF file's key-value section, asked by key and expected type; a value of another type is refused by name. */
public final class GgufMetadata {
    private final Path file;
    private final Map<String, GgufValue> values;

    GgufMetadata(Path file, Map<String, GgufValue> values) {
        this.file = file;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The file, for messages. */
    public Path file() {
        return file;
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public Optional<GgufValue> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public Optional<String> text(String key) {
        return value(key).map(value -> asText(key, value));
    }

    public String requireText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    public Optional<Boolean> flag(String key) {
        return value(key).map(value -> asFlag(key, value));
    }

    public Optional<Double> real(String key) {
        return value(key).map(value -> asReal(key, value));
    }

    public double requireReal(String key) {
        return real(key).orElseThrow(() -> missing(key));
    }

    /** A whole number from 0 to 2^31 - 1. */
    public Optional<Integer> size(String key) {
        return value(key).map(value -> {
            long whole = asWhole(key, value);
            if (whole < 0 || whole > Integer.MAX_VALUE) {
                throw refuse("%s is %s, which is out of range".formatted(key, Long.toUnsignedString(whole)));
            }
            return (int) whole;
        });
    }

    public int requireSize(String key) {
        return size(key).orElseThrow(() -> missing(key));
    }

    /** An array of texts, empty when the key is absent. */
    public List<String> texts(String key) {
        return sequence(key).stream().map(value -> asText(key, value)).toList();
    }

    /** An array of integers, empty when the key is absent. */
    public List<Long> wholes(String key) {
        return sequence(key).stream().map(value -> asWhole(key, value)).toList();
    }

    /** An array of booleans, empty when the key is absent. */
    public List<Boolean> flags(String key) {
        return sequence(key).stream().map(value -> asFlag(key, value)).toList();
    }

    /** An array of numbers, empty when the key is absent. */
    public List<Double> reals(String key) {
        return sequence(key).stream().map(value -> asReal(key, value)).toList();
    }

    /** An error that names this file and says what is wrong with it. */
    public UserError refuse(String reason) {
        return BadFile.refuse(file, reason);
    }

    private String asText(String key, GgufValue value) {
        return switch (value) {
            case Text(String text) -> text;
            default -> throw wrong(key, value, "a text");
        };
    }

    private boolean asFlag(String key, GgufValue value) {
        return switch (value) {
            case Flag(boolean flag) -> flag;
            default -> throw wrong(key, value, "a boolean");
        };
    }

    private double asReal(String key, GgufValue value) {
        return switch (value) {
            case Real(double real) -> real;
            case Whole(long whole) -> whole;
            default -> throw wrong(key, value, "a number");
        };
    }

    private long asWhole(String key, GgufValue value) {
        return switch (value) {
            case Whole(long whole) -> whole;
            default -> throw wrong(key, value, "an integer");
        };
    }

    private List<GgufValue> sequence(String key) {
        return value(key)
                .map(value -> switch (value) {
                    case Sequence(List<GgufValue> elements) -> elements;
                    default -> throw wrong(key, value, "an array");
                })
                .orElse(List.of());
    }

    private UserError missing(String key) {
        return refuse("the metadata lacks %s, which is needed".formatted(key));
    }

    private UserError wrong(String key, GgufValue value, String expected) {
        return refuse("%s must be %s, not %s".formatted(key, expected, value.kind()));
    }
}
