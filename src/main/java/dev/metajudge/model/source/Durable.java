package dev.metajudge.model.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Files and folders that are there whole or not at all, whenever the machine stops. */
public final class Durable {
    private Durable() {}

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel out) throws IOException;
    }

    /** Writes a file under a temporary name, flushes it and renames it. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        });
    }

    /** Writes a file piece by piece under a temporary name, flushes it and renames it. */
    public static void write(Path file, Content content) throws IOException {
        Path temporary = file.toAbsolutePath().resolveSibling(".%s.part".formatted(UUID.randomUUID()));
        try {
            try (FileChannel out =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(out);
                out.force(true);
            }
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Renames a file or folder and flushes the folder that it is now in. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(to.toAbsolutePath().getParent())) {
            folder.force(true);
        } catch (IOException unsupported) {
            // Some systems cannot flush a folder; the rename is still atomic there.
        }
    }

    /** Deletes a folder with everything in it, if it is there. */
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (var files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
