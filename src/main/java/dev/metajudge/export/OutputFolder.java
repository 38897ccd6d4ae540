package dev.metajudge.export;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A folder or file that is there whole or not at all: made under a temporary name, renamed at the end. */
final class OutputFolder {
    private OutputFolder() {}

    /** Makes what is at a place. */
    @FunctionalInterface
    interface Work<T> {
        T in(Path place) throws IOException;
    }

    /**
     * Makes a folder; one that is there already must be empty.
     *
     * @param work given the folder under its temporary name
     * @throws UserError when the folder has something in it or cannot be written
     */
    static <T> T make(Path out, Work<T> work) {
        Path target = out.toAbsolutePath().normalize();
        return renamed(target, temporary -> {
            makeRoom(target);
            Files.createDirectory(temporary);
            T made = work.in(temporary);
            Files.deleteIfExists(target);
            return made;
        });
    }

    /**
     * Makes a file, in place of one that may be there.
     *
     * @param work given the file's temporary name, in the same folder
     * @throws UserError when it is a folder or cannot be written
     */
    static <T> T file(Path out, Work<T> work) {
        Path target = out.toAbsolutePath().normalize();
        if (Files.isDirectory(target)) {
            throw UserError.input(out + " is a folder; --out must be a file");
        }
        return renamed(target, temporary -> {
            if (target.getParent() != null) {
                Files.createDirectories(target.getParent());
            }
            return work.in(temporary);
        });
    }

    private static <T> T renamed(Path target, Work<T> work) {
        Path name = target.getFileName();
        if (name == null) {
            throw UserError.input("--out cannot be " + target);
        }
        Path temporary = target.resolveSibling("." + name + "." + UUID.randomUUID() + ".part");
        try {
            try {
                T made = work.in(temporary);
                Durable.move(temporary, target);
                return made;
            } finally {
                Durable.deleteTree(temporary);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UserError(
                    Exit.INPUT,
                    "cannot write %s (%s: %s); make room, or choose another --out"
                            .formatted(target, e.getClass().getSimpleName(), e.getMessage()),
                    e);
        }
    }

    private static void makeRoom(Path target) throws IOException {
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        if (Files.isDirectory(target)) {
            try (var entries = Files.list(target)) {
                if (entries.findAny().isPresent()) {
                    throw UserError.input(target + " has something in it already; choose another --out, or delete it");
                }
            }
        } else if (Files.exists(target)) {
            throw UserError.input(target + " is a file; choose another --out");
        }
    }
}
