package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time work on a run: an operating-system lock on the file "lock", which dies with its process,
 * however that ends. The file holds the process's id for the message to others. Nobody else in this process may open
 * the file: closing any descriptor of it would give the lock up.
 */
final class RunLock implements AutoCloseable {
    private static final int LONGEST_PID = 20;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or says who has it. */
    static RunLock take(Path folder) {
        var file = folder.resolve("lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UserError(Exit.INPUT, "cannot write in the run's folder " + folder + ": " + e.getMessage(), e);
        }
        try {
            if (tryLock(channel) == null) {
                var owner = read(channel);
                channel.close();
                throw inUse(folder, owner.isEmpty() ? "another process" : "process " + owner);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    Long.toString(ProcessHandle.current().pid()).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            channel.force(true);
            return new RunLock(channel);
        } catch (OverlappingFileLockException e) {
            // The channel stays open: see above.
            throw inUse(folder, "this process");
        } catch (IOException e) {
            throw new UserError(Exit.INPUT, "cannot lock the run's folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        return channel.tryLock();
    }

    private static String read(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(LONGEST_PID);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), java.nio.charset.StandardCharsets.US_ASCII).strip();
    }

    private static UserError inUse(Path folder, String owner) {
        return new UserError(
                Exit.STOPPED,
                "run " + folder.getFileName() + " is being worked on by " + owner
                        + "; wait until it has ended, or end it");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot give the run's lock up", e);
        }
    }
}
