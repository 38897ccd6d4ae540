package dev.metajudge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own Java files. */
final class SourceFiles {
    private SourceFiles() {}

    static List<Path> main() {
        return below(Path.of("src/main/java"));
    }

    static List<Path> all() {
        return Stream.of(main(), below(Path.of("src/test/java")))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Path> below(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("listing " + folder, e);
        }
    }
}
