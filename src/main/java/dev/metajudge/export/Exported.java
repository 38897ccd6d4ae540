package dev.metajudge.export;

import java.nio.file.Path;
import java.util.List;

/**
 * A model that was written.
 *
 * @param path the file or folder
 * @param format "gguf", "safetensors" or "peft", and its number format: "gguf q8_0"
 * @param tensors how many tensors it holds
 * @param bytes of all its files together
 * @param notes what whoever uses it should know
 */
public record Exported(Path path, String format, int tensors, long bytes, List<String> notes) {
    public Exported {
        notes = List.copyOf(notes);
    }
}
