package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Makes a run's database under another name and puts it in its place when it is whole, so that nobody ever finds one
 * with half its tables. Also keeps H2 from a file that it cannot open to read: it would hold the file's lock for as long
 * as the process lives.
 */
final class NewDatabase {
    private static final String FILE = "unfinished";

    private NewDatabase() {}

    /** Makes the database unless it is there. The caller has the run's lock. */
    static void make(Path folder) {
        var whole = Database.file(folder);
        var unfinished = folder.resolve(FILE + ".mv.db");
        if (Files.exists(whole)) {
            return;
        }
        try {
            Files.deleteIfExists(unfinished);
            try {
                fill(folder, whole);
                force(unfinished, StandardOpenOption.WRITE);
                Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
                force(folder, StandardOpenOption.READ);
            } catch (RuntimeException e) {
                Files.deleteIfExists(unfinished);
                throw e;
            }
        } catch (IOException e) {
            throw new UserError(Exit.STOPPED, "cannot make " + whole + ": " + e.getMessage(), e);
        }
    }

    private static void fill(Path folder, Path whole) {
        var url = "jdbc:h2:file:" + Database.path(folder, FILE) + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
        try (var handle = Jdbi.create(url, Database.OWNER, "").open()) {
            prepare(handle, whole);
        } catch (JdbiException e) {
            throw Failure.of(e, whole);
        }
    }

    /** Everything that a database has before it has rows. */
    static void prepare(Handle handle, Path file) {
        Migrations.apply(handle, file.toString());
        handle.createScript("CREATE USER IF NOT EXISTS " + Database.READER + " PASSWORD ''; "
                        + "GRANT SELECT ON SCHEMA PUBLIC TO " + Database.READER)
                .execute();
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
