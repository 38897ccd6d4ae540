package dev.metajudge.model.source;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Brings one file of the hub into a folder of blobs. It grows under the name CHECKSUM.incomplete, where a later attempt
 * or process goes on; it gets its own name only when length and checksum are those that the hub promised.
 */
final class HubDownload {
    private static final int CHUNK = 1 << 18;

    private final HubClient client;
    private final Patience.Pause pause;
    private final Duration stall;

    /**
     * A way to download.
     *
     * @param pause waits between attempts
     * @param stall how long no byte may come before the connection counts as broken
     */
    HubDownload(HubClient client, Patience.Pause pause, Duration stall) {
        this.client = client;
        this.pause = pause;
        this.stall = stall;
    }

    /** Downloads the file and returns the blob; one that is there already stays. */
    Path fetch(HubFile file, URI address, Path blobs) throws IOException {
        Path blob = blobs.resolve(file.checksum());
        if (Files.isRegularFile(blob) && Files.size(blob) == file.bytes()) {
            return blob;
        }
        Path partial = blobs.resolve(file.checksum() + ".incomplete");
        boolean resumed = length(partial) > 0;
        complete(file, address, partial);
        if (!HubFile.fits(partial, file.checksum())) {
            Files.delete(partial);
            if (!resumed) {
                throw damaged(file, "its checksum is not " + file.checksum());
            }
            // What an earlier process left may have been wrong: once more from the beginning.
            complete(file, address, partial);
            if (!HubFile.fits(partial, file.checksum())) {
                Files.delete(partial);
                throw damaged(file, "its checksum is not " + file.checksum());
            }
        }
        Durable.move(partial, blob);
        return blob;
    }

    private void complete(HubFile file, URI address, Path partial) throws IOException {
        if (length(partial) > file.bytes()) {
            Files.delete(partial);
        }
        checkRoom(file, partial);
        var patience = new Patience(pause);
        String what = "fetching " + file.name();
        try (FileChannel out = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (out.size() < file.bytes()) {
                long before = out.size();
                try (HubClient.Reply reply = client.get(what, address, before)) {
                    receive(file, reply, out);
                } catch (LocalFailure here) {
                    throw here.failure;
                } catch (IOException failed) {
                    if (out.size() > before) {
                        patience.progress();
                    }
                    patience.failed(what, failed);
                }
            }
            out.force(true);
        }
    }

    /** Appends what comes; a shorter answer than promised is a connection that broke. */
    private void receive(HubFile file, HubClient.Reply reply, FileChannel out) throws IOException {
        long from = beginning(file, reply, out.size());
        if (from < out.size()) {
            writing(() -> out.truncate(from));
        }
        long announced = reply.announced();
        if (announced >= 0 && announced != file.bytes() - from) {
            throw damaged(file, "%d bytes were announced instead of %d".formatted(announced, file.bytes() - from));
        }
        out.position(from);
        try (var guard = new StallGuard(reply.body(), stall)) {
            long position = from;
            byte[] buffer = new byte[CHUNK];
            InputStream in = reply.body();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                guard.alive();
                position += read;
                if (position > file.bytes()) {
                    writing(() -> out.truncate(0));
                    throw damaged(file, "it is longer than the %d bytes promised".formatted(file.bytes()));
                }
                var bytes = ByteBuffer.wrap(buffer, 0, read);
                writing(() -> {
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                });
            }
            if (position < file.bytes()) {
                throw new IOException("the connection ended after %d of %d bytes".formatted(position, file.bytes()));
            }
        }
    }

    /** Where the answer begins: where it was asked to, or at the front when the server knows no ranges. */
    private static long beginning(HubFile file, HubClient.Reply reply, long asked) throws IOException {
        checkPromise(file, reply);
        return switch (reply.last().statusCode()) {
            case 200 -> 0;
            case 206 -> {
                String range =
                        reply.last().headers().firstValue("Content-Range").orElse("");
                if (!range.startsWith("bytes %d-".formatted(asked))) {
                    throw damaged(file, "byte %d on was asked for, \"%s\" came".formatted(asked, range));
                }
                yield asked;
            }
            default -> throw damaged(file, "it does not have the %d bytes promised".formatted(file.bytes()));
        };
    }

    /** What the hub's own answer says of the file must be what its description said. */
    private static void checkPromise(HubFile file, HubClient.Reply reply) {
        String tag = reply.hub()
                .firstValue("X-Linked-Etag")
                .orElse("")
                .replace("\"", "")
                .replaceFirst("^W/", "");
        long bytes = reply.hub().firstValueAsLong("X-Linked-Size").orElse(file.bytes());
        boolean other =
                HubFile.isChecksum(tag) && tag.length() == file.checksum().length() && !tag.equals(file.checksum());
        if (other || bytes != file.bytes()) {
            throw damaged(
                    file,
                    "the hub describes one of %d bytes and %s, and delivers one of %d and %s"
                            .formatted(file.bytes(), file.checksum(), bytes, tag));
        }
    }

    private static void checkRoom(HubFile file, Path partial) throws IOException {
        long needed = file.bytes() - length(partial);
        long room = Files.getFileStore(partial.toAbsolutePath().getParent()).getUsableSpace();
        if (room < needed) {
            throw new UserError(
                    Exit.STOPPED,
                    "%s needs %,d bytes more in %s, where %,d are free; make room, or set HF_HOME to another folder"
                            .formatted(file.name(), needed, partial.getParent(), room));
        }
    }

    private static long length(Path partial) throws IOException {
        return Files.exists(partial) ? Files.size(partial) : 0;
    }

    private static UserError damaged(HubFile file, String reason) {
        return new UserError(
                Exit.BACKEND,
                "%s was not kept: %s; try again later, or another revision".formatted(file.name(), reason));
    }

    /** A disk that fails is not the connection's fault, and trying again does not help. */
    private static void writing(Writing writing) throws LocalFailure {
        try {
            writing.run();
        } catch (IOException failure) {
            throw new LocalFailure(failure);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static final class LocalFailure extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        private final IOException failure;

        LocalFailure(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
