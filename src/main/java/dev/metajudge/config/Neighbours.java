package dev.metajudge.config;

import dev.metajudge.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files beside one that is not there. */
final class Neighbours {
    private static final int MOST = 1000;

    private Neighbours() {}

    /** {@code ; did you mean "quickstart.yaml"?}, or nothing. */
    static String hint(Path missing, String suffix) {
        var name = missing.getFileName();
        return name == null
                ? ""
                : Spelling.hint(name.toString(), named(missing.toAbsolutePath().getParent(), suffix));
    }

    /** Names in the folder that end so, sorted; none when it cannot be read. */
    static List<String> named(@Nullable Path folder, String suffix) {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(entry -> entry.endsWith(suffix))
                    .limit(MOST)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
