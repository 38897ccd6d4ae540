package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import org.h2.tools.Server;

/**
 * Serves the database of a run that is going on to other processes of the same user on this machine. The file
 * "server", readable by that user alone, holds the port and a random name without which nothing can be opened there.
 */
final class ReaderServer implements AutoCloseable {
    private static final int NAME_BYTES = 24;
    private static final long LONGEST_FILE = 200;

    private final Server server;
    private final Path file;

    private ReaderServer(Server server, Path file) {
        this.server = server;
        this.file = file;
    }

    static ReaderServer start(Path folder) {
        var random = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(random);
        var name = HexFormat.of().formatHex(random);
        try {
            var server = Server.createTcpServer(
                            "-tcpPort", "0", "-tcpDaemon", "-ifExists", "-key", name, Database.path(folder))
                    .start();
            var file = folder.resolve("server");
            publish(file, server.getPort() + " " + name);
            return new ReaderServer(server, file);
        } catch (SQLException | IOException e) {
            throw new UserError(Exit.INPUT, "cannot serve " + folder + " to readers: " + e.getMessage(), e);
        }
    }

    private static void publish(Path file, String text) throws IOException {
        var unfinished = file.resolveSibling("server.tmp");
        Files.deleteIfExists(unfinished);
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(unfinished, mine);
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The URL at which a run's process serves the database, or an empty text. */
    static String address(Path folder) {
        var file = folder.resolve("server");
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST_FILE) {
                return "";
            }
            var parts = Files.readString(file).strip().split(" ", -1);
            return parts.length == 2 && parts[0].matches("[0-9]{1,5}") && parts[1].matches("[0-9a-f]+")
                    ? "jdbc:h2:tcp://127.0.0.1:" + parts[0] + "/" + parts[1] + ";NETWORK_TIMEOUT=30000"
                    : "";
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UserError(Exit.INPUT, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete " + file, e);
        } finally {
            server.stop();
        }
    }
}
