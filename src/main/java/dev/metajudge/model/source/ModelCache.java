package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.ModelSource.PythonPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that fetched models are kept in: {@code models/pypi/NAME/VERSION} holds one model and the entry
 * {@code model.json}, which came into place together by one rename; {@code hashes} remembers the checksums of files
 * elsewhere, {@code models/elsewhere} which models of other programs' stores were used.
 *
 * @param home the folder
 */
public record ModelCache(Path home) {
    private static final String ENTRY = "model.json";
    private static final String ELSEWHERE = "models/elsewhere";

    /** The user's cache: METAJUDGE_HOME, or ~/.cache/metajudge. */
    public static ModelCache ofUser(Map<String, String> environment) {
        String chosen = environment.getOrDefault("METAJUDGE_HOME", "");
        return new ModelCache(
                chosen.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache", "metajudge")
                        : Path.of(chosen).toAbsolutePath());
    }

    /** Every model in the cache, and those elsewhere that were used from here; in order of their specs. */
    public List<ResolvedModel> list() {
        return Stream.concat(entries("models/pypi", 3), entries(ELSEWHERE, 1))
                .sorted(Comparator.comparing(ResolvedModel::spec))
                .toList();
    }

    private Stream<ResolvedModel> entries(String where, int depth) {
        Path root = home.resolve(where);
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (var files = Files.walk(root, depth)) {
            return files
                    .filter(file -> where.equals(ELSEWHERE) ? file.toString().endsWith(".json") : file.endsWith(ENTRY))
                    .flatMap(file -> CacheEntry.read(file).stream()
                            .map(entry -> entry.resolved(file.resolveSibling(entry.file()))))
                    .filter(model -> Files.exists(model.file()))
                    .toList()
                    .stream();
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }

    /** Remembers a model that lies in another program's store, so that it is listed. */
    void note(ResolvedModel model) throws IOException {
        Path entry = home.resolve(ELSEWHERE).resolve(key(model.spec()) + ".json");
        if (!Files.exists(entry)) {
            Files.createDirectories(entry.getParent());
            new CacheEntry(
                            model.spec(),
                            model.file().toString(),
                            model.bytes(),
                            0,
                            model.sha256(),
                            model.licence().orElse(null))
                    .write(entry);
        }
    }

    private static String key(String text) {
        return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The folder of a package's model, which exists only when the model in it is whole. */
    Path folder(PythonPackage source) {
        return home.resolve("models/pypi").resolve(source.name()).resolve(source.version());
    }

    /** A fetched model that is as it was when it was fetched. */
    Optional<ResolvedModel> find(PythonPackage source) throws IOException {
        Path folder = folder(source);
        Optional<CacheEntry> found = CacheEntry.read(folder.resolve(ENTRY));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        CacheEntry entry = found.get();
        Path file = folder.resolve(entry.file());
        if (!entry.fits(file) && !isStillTheSame(entry, file, folder.resolve(ENTRY))) {
            return Optional.empty();
        }
        return Optional.of(entry.resolved(file));
    }

    /** A copy of the cache has other times: the checksum decides. */
    private static boolean isStillTheSame(CacheEntry entry, Path file, Path entryFile) throws IOException {
        if (!Files.isRegularFile(file)
                || Files.size(file) != entry.bytes()
                || !Sha256.ofFile(file).equals(entry.sha256())) {
            return false;
        }
        CacheEntry.of(entry.spec(), file, entry.file(), entry.sha256(), Optional.ofNullable(entry.licence()))
                .write(entryFile);
        return true;
    }

    /** A folder with a checkpoint: its checksum is that of its files' checksums and names. */
    ResolvedModel localFolder(String spec, Path folder) throws IOException {
        List<String> names;
        try (var files = Files.list(folder)) {
            names = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
        List<String> parts = CheckpointParts.of(names);
        if (parts.isEmpty()) {
            throw UserError.input(("%s is not a model's folder: config.json with model.safetensors,"
                            + " or model.safetensors.index.json and its files, are needed there; or give a GGUF file's path")
                    .formatted(folder));
        }
        long bytes = 0;
        var lines = new StringBuilder();
        for (String part : parts) {
            ResolvedModel file = local(folder.resolve(part));
            bytes += file.bytes();
            lines.append("%s  %s\n".formatted(file.sha256(), part));
        }
        return new ResolvedModel(spec, folder, bytes, key(lines.toString()), ModelCard.licence(folder));
    }

    /** A file outside the cache; its checksum is computed once for as long as it does not change. */
    ResolvedModel local(Path file) throws IOException {
        Path entryFile = home.resolve("hashes").resolve(key(file.toString()) + ".json");
        Optional<CacheEntry> known = CacheEntry.read(entryFile);
        if (known.isPresent() && known.get().fits(file)) {
            return known.get().resolved(file);
        }
        CacheEntry entry = CacheEntry.of(file.toString(), file, file.toString(), Sha256.ofFile(file), Optional.empty());
        Files.createDirectories(entryFile.getParent());
        entry.write(entryFile);
        return entry.resolved(file);
    }

    /** An error that says what is the matter with this folder; one that is full can be gone on with later. */
    UserError unusable(IOException failed) {
        return unusable(home, "METAJUDGE_HOME", failed);
    }

    /** An error that says what is the matter with a folder that an environment variable names. */
    static UserError unusable(Path home, String variable, IOException failed) {
        String reason = failed instanceof FileSystemException
                ? "%s (%s)".formatted(failed.getMessage(), failed.getClass().getSimpleName())
                : String.valueOf(failed.getMessage());
        boolean full = reason.contains("No space left") || reason.contains("quota");
        return new UserError(
                full ? Exit.STOPPED : Exit.INPUT,
                "the cache in %s cannot be used: %s; %s, or set %s to another folder"
                        .formatted(home, reason, full ? "make room there" : "make it writable", variable),
                failed);
    }
}
