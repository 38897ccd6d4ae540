package dev.metajudge.model.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a file so that it need not be read through again: valid while length and time of its last
 * change stay the same.
 *
 * @param spec where the file comes from
 * @param file its path; relative to the entry's folder inside the cache
 * @param bytes its length
 * @param modified its last change, in milliseconds since 1970
 * @param sha256 of the file
 * @param licence what its source says, if anything
 */
record CacheEntry(
        String spec,
        String file,
        long bytes,
        long modified,
        String sha256,
        @Nullable String licence) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Looks at a file whose checksum is known. */
    static CacheEntry of(String spec, Path file, String name, String sha256, Optional<String> licence)
            throws IOException {
        return new CacheEntry(spec, name, Files.size(file), modified(file), sha256, licence.orElse(null));
    }

    /** Reads an entry; empty when there is none, or none that can be read. */
    static Optional<CacheEntry> read(Path entry) {
        try {
            return Optional.of(JSON.readValue(entry.toFile(), CacheEntry.class));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    void write(Path entry) throws IOException {
        Durable.write(entry, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    /** Whether the file still looks as it did. */
    boolean fits(Path actual) throws IOException {
        return Files.isRegularFile(actual) && Files.size(actual) == bytes && modified(actual) == modified;
    }

    ResolvedModel resolved(Path actual) {
        return new ResolvedModel(spec, actual, bytes, sha256, Optional.ofNullable(licence));
    }

    private static long modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toMillis();
    }
}
