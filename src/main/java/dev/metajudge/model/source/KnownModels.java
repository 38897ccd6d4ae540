package dev.metajudge.model.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Packages whose model was looked at and pinned: what version a name without one means, and the checksum that its
 * file must have whatever the package index says.
 *
 * @param models the first one is the default
 */
record KnownModels(List<Known> models) {
    /**
     * One pinned model.
     *
     * @param packageName in pip's normal form
     * @param version exact
     * @param file name of the GGUF file inside the wheel
     * @param bytes its length
     * @param sha256 of the file
     * @param licence SPDX expression
     */
    record Known(String packageName, String version, String file, long bytes, String sha256, String licence) {}

    KnownModels {
        models = List.copyOf(models);
    }

    static KnownModels load() {
        try (InputStream in = Objects.requireNonNull(KnownModels.class.getResourceAsStream("known-models.json"))) {
            return new ObjectMapper().readValue(in, KnownModels.class);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Optional<Known> find(ModelSource.PythonPackage source) {
        return models.stream()
                .filter(known -> known.packageName.equals(source.name()) && known.version.equals(source.version()))
                .findFirst();
    }

    String defaultPackage() {
        return models.getFirst().packageName;
    }

    Optional<String> pinnedVersion(String name) {
        return models.stream()
                .filter(known -> known.packageName.equals(name))
                .map(Known::version)
                .findFirst();
    }

    /** A known name that this one is probably a slip of: at most three letters away. */
    Optional<String> nearest(String name) {
        return models.stream()
                .map(Known::packageName)
                .filter(known -> distance(known, name) <= 3 || known.endsWith("-" + name))
                .findFirst();
    }

    /** Letters to insert, delete or replace (Levenshtein). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
