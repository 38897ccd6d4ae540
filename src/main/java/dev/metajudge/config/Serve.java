package dev.metajudge.config;

import dev.metajudge.Spelling;
import java.util.List;

/**
 * What becomes of the models that rounds make, where M0 is a model on a server; without meaning elsewhere.
 *
 * @param where where they run
 * @param type how their matrices are stored in the file that goes out: f16, q8_0, bf16 or f32 of a GGUF file, or
 *     "safetensors" for a folder in bf16
 * @param url the server that is to have them; empty for M0's
 */
public record Serve(Where where, String type, String url) {
    /** Where a model that a round made runs. */
    public enum Where {
        /** On a server, like M0. */
        SERVER,
        /** In this process. */
        HERE
    }

    /** The type that is a folder. */
    public static final String SAFETENSORS = "safetensors";

    private static final List<String> TYPES = List.of("f16", "q8_0", "bf16", "f32", SAFETENSORS);

    /** As in {@code defaults.yaml}. */
    public static final Serve USUAL = new Serve(Where.SERVER, "f16", "");

    public Serve {
        Checks.require(
                TYPES.contains(type),
                "type must be one of " + String.join(", ", TYPES) + ", not \"" + type + "\""
                        + Spelling.hint(type, TYPES));
    }
}
