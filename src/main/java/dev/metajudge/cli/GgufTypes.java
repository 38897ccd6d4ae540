package dev.metajudge.cli;

import dev.metajudge.model.quant.TensorFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;

/** The number formats that GGUF files are written in, by the names that people know. */
final class GgufTypes {
    private static final Map<String, TensorFormat> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("f16", TensorFormat.F16);
        KNOWN.put("q8_0", TensorFormat.Q8_0);
        KNOWN.put("bf16", TensorFormat.BF16);
        KNOWN.put("f32", TensorFormat.F32);
    }

    private GgufTypes() {}

    /** The format of a name that is known to be one. */
    static TensorFormat of(String name) {
        return Objects.requireNonNull(KNOWN.get(name), name);
    }

    static TensorFormat named(CommandLine line, String name) {
        return ExportedModel.named(line, "--type", name.replaceFirst("^fp", "f"), KNOWN);
    }
}
