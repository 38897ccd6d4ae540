package dev.metajudge.train;

import dev.metajudge.model.Checkpoint;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** What an adapter's settings name as the model that it was trained on. */
final class BaseName {
    private BaseName() {}

    /**
     * The last adapter's folder where there is one, as seen from the new adapter's, since that model, and not the base,
     * is what was trained on; PEFT knows no adapter on an adapter, and says that it cannot load it.
     *
     * @param adapter the new adapter's folder
     */
    static String of(Checkpoint start, Path adapter) {
        if (!start.adapters().isEmpty()) {
            Path last = absolute(start.adapters().getLast());
            String seen = absolute(adapter).relativize(last).toString().replace('\\', '/');
            return seen.startsWith(".") ? seen : "./" + seen;
        }
        return absolute(start.source());
    }

    /** A source that is a file or folder here by its whole path, any other as it is. */
    static String absolute(String source) {
        return local(source).map(Path::toString).orElse(source);
    }

    private static Optional<Path> local(String source) {
        try {
            return Optional.of(absolute(Path.of(source))).filter(Files::exists);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
