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

/**
 * The folder that fetched models are kept in: {@code models/pypi/NAME/VERSION} holds one model and the entry
 * {@code model.json}, which came into place together by one rename; {@code hashes} remembers the checksums of files
 * elsewhere.
 *
 * @param home the folder
 */
public record ModelCache(Path home) {
    private static final String ENTRY = "model.json";

    /** The user's cache: METAJUDGE_HOME, or ~/.cache/metajudge. */
    public static ModelCache ofUser(Map<String, String> environment) {
        String chosen = environment.getOrDefault("METAJUDGE_HOME", "");
        return new ModelCache(
                chosen.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache", "metajudge")
                        : Path.of(chosen).toAbsolutePath());
    }

    /** Every model in the cache, in order of its spec. */
    public List<ResolvedModel> list() {
        Path packages = home.resolve("models/pypi");
        if (!Files.isDirectory(packages)) {
            return List.of();
        }
        try (var files = Files.walk(packages, 3)) {
            return files.filter(file -> file.endsWith(ENTRY))
                    .flatMap(file -> CacheEntry.read(file).stream()
                            .map(entry -> entry.resolved(file.resolveSibling(entry.file()))))
                    .sorted(Comparator.comparing(ResolvedModel::spec))
                    .toList();
        } catch (IOException failed) {
            throw unusable(failed);
        }
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
        String digest =
                HexFormat.of().formatHex(Sha256.digest().digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
        return new ResolvedModel(spec, folder, bytes, digest, Optional.empty());
    }

    /** A file outside the cache; its checksum is computed once for as long as it does not change. */
    ResolvedModel local(Path file) throws IOException {
        byte[] key = Sha256.digest().digest(file.toString().getBytes(StandardCharsets.UTF_8));
        Path entryFile = home.resolve("hashes").resolve(HexFormat.of().formatHex(key) + ".json");
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
        String reason = failed instanceof FileSystemException
                ? "%s (%s)".formatted(failed.getMessage(), failed.getClass().getSimpleName())
                : String.valueOf(failed.getMessage());
        boolean full = reason.contains("No space left") || reason.contains("quota");
        return new UserError(
                full ? Exit.STOPPED : Exit.INPUT,
                "the cache in %s cannot be used: %s; %s, or set METAJUDGE_HOME to another folder"
                        .formatted(home, reason, full ? "make room there" : "make it writable"),
                failed);
    }
}
