package dev.metajudge.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The front matter of a checkpoint's README.md, as far as anyone needs it. */
final class ModelCard {
    private static final int LONGEST = 1 << 16;
    private static final String FENCE = "---";

    private ModelCard() {}

    /** The licence that the card in a folder names; a name of its own goes before the word "other". */
    static Optional<String> licence(Path folder) throws IOException {
        Path card = folder.resolve("README.md");
        if (!Files.isRegularFile(card)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(card)) {
            List<String> lines = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (lines.isEmpty() || !lines.getFirst().strip().equals(FENCE)) {
                return Optional.empty();
            }
            List<String> matter = lines.stream()
                    .skip(1)
                    .takeWhile(line -> !line.strip().equals(FENCE))
                    .toList();
            return value(matter, "license_name:").or(() -> value(matter, "license:"));
        }
    }

    private static Optional<String> value(List<String> matter, String key) {
        return matter.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().replaceAll("^[\"']|[\"']$", ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
