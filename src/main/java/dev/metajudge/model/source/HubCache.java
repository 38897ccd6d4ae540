package dev.metajudge.model.source;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One model's folder in the hub's cache, laid out as the hub's own programs do: {@code blobs/CHECKSUM} are the files,
 * {@code snapshots/COMMIT/NAME} link to them, {@code refs/BRANCH} hold commits.
 *
 * @param folder "models--OWNER--NAME"
 */
record HubCache(Path folder) {
    private static final int LONGEST_REF = 1 << 10;

    static HubCache of(Path cache, String repository) {
        return new HubCache(cache.resolve("models--" + repository.replace("/", "--")));
    }

    Path blobs() {
        return folder.resolve("blobs");
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** The commit that a revision meant when it was last fetched. */
    Optional<String> commit(String revision) throws IOException {
        if (HubRevision.isCommit(revision)) {
            return Optional.of(revision);
        }
        Path ref = folder.resolve("refs").resolve(revision);
        if (!Files.isRegularFile(ref) || Files.size(ref) > LONGEST_REF) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(ref, StandardCharsets.UTF_8).strip())
                .filter(HubRevision::isCommit);
    }

    /** Remembers what a revision means. */
    void refer(String revision, String commit) throws IOException {
        if (!revision.equals(commit)) {
            Path ref = folder.resolve("refs").resolve(revision);
            Files.createDirectories(ref.getParent());
            Durable.write(ref, commit.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The files of a snapshot that are there, without folders in it. */
    List<String> names(String commit) throws IOException {
        Path snapshot = snapshot(commit);
        if (!Files.isDirectory(snapshot)) {
            return List.of();
        }
        try (var files = Files.list(snapshot)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** Lets a file of a snapshot be a blob. */
    void link(String commit, String name, Path blob) throws IOException {
        Path file = snapshot(commit).resolve(name);
        Path parent = Objects.requireNonNull(file.getParent());
        Files.createDirectories(parent);
        Path target = parent.relativize(blob);
        Path temporary = file.resolveSibling(".%s.link".formatted(UUID.randomUUID()));
        Files.createSymbolicLink(temporary, target);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Holds files of a snapshot against the checksums that their blobs are named by.
     *
     * @param hashes computes SHA-256 once for as long as a file does not change
     */
    void verify(String commit, List<String> names, ModelCache hashes) throws IOException {
        for (String name : names) {
            Path file = snapshot(commit).resolve(name);
            if (!Files.isSymbolicLink(file)) {
                continue; // copied there by someone: nothing to hold it against
            }
            Path blob = file.toRealPath();
            String checksum = blob.getFileName().toString();
            boolean fits = !HubFile.isChecksum(checksum)
                    || (checksum.length() == 64
                            ? hashes.local(file).sha256().equals(checksum)
                            : HubFile.fits(file, checksum));
            if (!fits) {
                throw UserError.input("%s (%s) is damaged: its checksum is another; delete it, and it is fetched again"
                        .formatted(blob, name));
            }
        }
    }
}
