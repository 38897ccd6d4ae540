package dev.metajudge.cli;

import dev.metajudge.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that are told as they come, and told again from the first by a process that goes on where another was
 * stopped. Lines that the file has already are left there; from the first that is another, or that was cut off, the file
 * is written anew, so that it holds what was told and nothing twice.
 */
final class ToldLines implements AutoCloseable {
    private final Path file;
    private @Nullable InputStream before;
    private @Nullable FileChannel out;
    private long known;

    /** Nothing is changed before the first line. */
    ToldLines(Path file) {
        this.file = file;
    }

    /** Tells a line; it is in the file when this returns. */
    void line(String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (out == null && isThere(line)) {
                known += line.length;
                return;
            }
            ByteBuffer bytes = ByteBuffer.wrap(line);
            FileChannel open = out == null ? fromHere() : out;
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException failed) {
            throw UserError.input("%s cannot be written: %s".formatted(file, failed.getMessage()));
        }
    }

    private boolean isThere(byte[] line) throws IOException {
        if (before == null) {
            if (!Files.exists(file)) {
                return false;
            }
            before = new BufferedInputStream(Files.newInputStream(file));
        }
        return Arrays.equals(before.readNBytes(line.length), line);
    }

    private FileChannel fromHere() throws IOException {
        FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        out = opened;
        opened.truncate(known);
        opened.position(known);
        return opened;
    }

    @Override
    public void close() {
        try (InputStream _ = before;
                FileChannel _ = out) {
            // both are closed, whichever are open
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
