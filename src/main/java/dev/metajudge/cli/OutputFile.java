package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of lines that is there whole or not at all: written beside its place, renamed at the end. */
final class OutputFile implements AutoCloseable {
    private final Path file;
    private final Path temporary;
    private final BufferedWriter writer;

    OutputFile(Path file) {
        this.file = file;
        temporary = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            writer = Files.newBufferedWriter(temporary);
        } catch (IOException failed) {
            throw refused(failed);
        }
    }

    void line(String line) {
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException failed) {
            throw refused(failed);
        }
    }

    /** Puts the file in its place. */
    void commit() {
        try {
            writer.close();
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw refused(failed);
        }
    }

    /** Takes back what was written, unless it was committed. */
    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException alreadySaid) {
            // What could not be written was told when it was tried; the part is deleted below.
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException left) {
            throw refused(left);
        }
    }

    private UserError refused(IOException failed) {
        String why = failed.getClass().getSimpleName().replace("Exception", "");
        return new UserError(
                Exit.INPUT,
                "%s cannot be written (%s: %s); choose another --out, or make room"
                        .formatted(file, why, failed.getMessage()),
                failed);
    }
}
