package dev.metajudge.model.adapter;

import dev.metajudge.UserError;
import dev.metajudge.model.files.BadFile;
import dev.metajudge.model.source.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** Writes what training made as a folder that is there whole or not at all, in place of one that may be there. */
final class TrainedFolder {
    private static final Set<String> KNOWN =
            Set.of(AdapterFolder.SETTINGS, AdapterFolder.MATRICES, WholeWeights.SETTINGS, WholeWeights.NUMBERS);

    private TrainedFolder() {}

    /** Fills a folder and gives what it made. */
    interface Content<T> {
        T writeTo(Path folder) throws IOException;
    }

    /**
     * Writes the folder.
     *
     * @throws UserError if the folder holds something that no training made, or the system refuses
     */
    static <T> T write(Path folder, Content<T> content) {
        Path target = folder.toAbsolutePath().normalize();
        refuseOccupied(target);
        Path work = target.resolveSibling(".%s.part".formatted(target.getFileName()));
        try {
            Durable.deleteTree(work); // left by a process that was stopped
            Files.createDirectories(work);
            T made = content.writeTo(work);
            replace(target, work);
            return made;
        } catch (IOException failed) {
            throw unwritable(folder, failed);
        } finally {
            clear(work);
        }
    }

    /** A folder cannot be renamed onto another: the old one steps aside first, so that no mixture is ever seen. */
    private static void replace(Path target, Path work) throws IOException {
        Path old = target.resolveSibling(".%s.old".formatted(target.getFileName()));
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Durable.deleteTree(old);
            Durable.move(target, old);
        }
        try {
            Durable.move(work, target);
        } catch (IOException failed) {
            if (Files.exists(old)) {
                Durable.move(old, target);
            }
            throw failed;
        }
        Durable.deleteTree(old);
    }

    private static void refuseOccupied(Path target) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw BadFile.refuse(target, "an adapter cannot be written here: it is not a folder");
        }
        try (Stream<Path> files = Files.list(target)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !KNOWN.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw BadFile.refuse(
                                target,
                                "an adapter cannot be written here: the folder holds %s; name another".formatted(name));
                    });
        } catch (IOException failed) {
            throw unwritable(target, failed);
        }
    }

    private static UserError unwritable(Path folder, IOException failed) {
        return BadFile.refuse(folder, "the adapter cannot be written (%s)".formatted(failed));
    }

    private static void clear(Path work) {
        try {
            Durable.deleteTree(work);
        } catch (IOException left) {
            // It has a temporary name; the next write clears it.
        }
    }
}
