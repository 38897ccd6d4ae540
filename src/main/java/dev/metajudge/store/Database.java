package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How a run's H2 file is opened. The process that works on the run has the file itself and serves others on the local
 * host; a reader takes the file, shared with other readers, when no run is going on, and asks the run's process when
 * one is. All locks are the operating system's, so none outlives its process.
 */
final class Database {
    static final String OWNER = "sa";

    /** May select, and nothing else. */
    static final String READER = "reader";

    private static final String FILE = "run";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    static {
        // Before H2 reads it: the server for readers must not be reached from other machines.
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    private Database() {}

    static Path file(Path folder) {
        return folder.resolve(FILE + ".mv.db");
    }

    /** Path of the database as H2 wants it. */
    static String path(Path folder) {
        return path(folder, FILE);
    }

    static String path(Path folder, String name) {
        var path = folder.toAbsolutePath().normalize().resolve(name).toString();
        if (path.contains(";")) {
            throw UserError.input("a run's folder must not have ';' in its path: " + path);
        }
        return path;
    }

    /** Opens the file to write; waits a little for readers to leave it. */
    static Handle forWriting(Path folder) {
        // A committed transaction is in the file at once (WRITE_DELAY 0); RunStore then forces it to the disk.
        var url = "jdbc:h2:file:" + path(folder)
                + ";IFEXISTS=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
        return patiently(folder, () -> Jdbi.create(url, OWNER, "").open());
    }

    /** Opens the run's database to read, wherever it is being held. */
    static Handle forReading(Path folder) {
        if (!Files.isRegularFile(file(folder))) {
            throw UserError.input("no run's database in " + folder + "; `metajudge run RECIPE` makes one");
        }
        var url = "jdbc:h2:file:" + path(folder) + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";
        return patiently(folder, () -> {
            // Only the owner may turn H2's trace file off, which would report the reader's mistakes.
            try (var owner = Jdbi.create(url, OWNER, "").open()) {
                owner.execute("SET TRACE_LEVEL_FILE 0");
                return Jdbi.create(url, READER, "").open();
            } catch (ConnectionException e) {
                var server = inUse(e) ? ReaderServer.address(folder) : "";
                if (server.isEmpty()) {
                    throw e;
                }
                return Jdbi.create(server, READER, "").open();
            }
        });
    }

    private static Handle patiently(Path folder, Supplier<Handle> open) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return open.get();
            } catch (ConnectionException e) {
                if (!passing(e) || System.nanoTime() > deadline) {
                    throw refused(folder, e);
                }
                pause();
            }
        }
    }

    /** In use, or the process that served it has just ended, or has not yet begun. */
    private static boolean passing(ConnectionException e) {
        return inUse(e) || code(e) == ErrorCode.CONNECTION_BROKEN_1 || code(e) == ErrorCode.WRONG_USER_OR_PASSWORD;
    }

    private static boolean inUse(ConnectionException e) {
        return code(e) == ErrorCode.DATABASE_ALREADY_OPEN_1;
    }

    private static int code(ConnectionException e) {
        return e.getCause() instanceof SQLException sql ? sql.getErrorCode() : 0;
    }

    private static UserError refused(Path folder, ConnectionException e) {
        var file = file(folder);
        if (inUse(e)) {
            return new UserError(Exit.STOPPED, file + " is in use by another program; try again when it has ended", e);
        }
        var cause = e.getCause() == null ? e : e.getCause();
        var reason = String.valueOf(cause.getMessage());
        for (var deeper = cause.getCause(); deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof IOException) {
                return new UserError(Exit.STOPPED, "cannot open " + file + ": " + deeper.getMessage(), e);
            }
        }
        return new UserError(
                Exit.INPUT,
                "cannot open " + file + ": " + reason.lines().findFirst().orElse(""),
                e);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(Exit.STOPPED, "interrupted while waiting for the run's database", e);
        }
    }
}
