package dev.metajudge.model.files;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metadata as if a GGUF file held it. */
public final class GgufMetadataFixture {
    private GgufMetadataFixture() {}

    /** Values are texts, booleans, integers, reals and lists of those. */
    public static GgufMetadata of(Map<String, Object> values) {
        var read = new LinkedHashMap<String, GgufValue>();
        values.forEach((key, value) -> read.put(key, value(value)));
        return new GgufMetadata(Path.of("test.gguf"), read);
    }

    private static GgufValue value(Object value) {
        return switch (value) {
            case String text -> new GgufValue.Text(text);
            case Boolean flag -> new GgufValue.Flag(flag);
            case Integer whole -> new GgufValue.Whole(whole);
            case Double real -> new GgufValue.Real(real);
            case List<?> list ->
                new GgufValue.Sequence(
                        list.stream().map(GgufMetadataFixture::value).toList());
            default -> throw new IllegalArgumentException("no such value: " + value);
        };
    }
}
