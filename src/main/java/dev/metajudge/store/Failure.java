package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Tells a disk that cannot be written, which the user can mend, from a fault of ours. */
final class Failure {
    private static final Set<Integer> OF_THE_DISK = Set.of(
            ErrorCode.IO_EXCEPTION_1,
            ErrorCode.IO_EXCEPTION_2,
            ErrorCode.DATABASE_IS_CLOSED,
            ErrorCode.FILE_CORRUPTED_1);

    private static final int DEEPEST = 30;

    private Failure() {}

    /** A failure of the disk as something that the user can mend; any other as it is. */
    static RuntimeException of(JdbiException e, Path file) {
        return reason(e, 0)
                .<RuntimeException>map(reason -> new UserError(
                        Exit.STOPPED,
                        "cannot read or write " + file + ": " + reason
                                + "; when the disk is well and has room, the same command goes on where it stopped",
                        e))
                .orElse(e);
    }

    /** The innermost word of the operating system's or of the database's on its file. */
    private static Optional<String> reason(@Nullable Throwable cause, int depth) {
        if (cause == null || depth > DEEPEST) {
            return Optional.empty();
        }
        // A failed batch of statements tells why in the next exception, not in its cause.
        return reason(cause.getCause(), depth + 1)
                .or(() -> cause instanceof SQLException sql
                        ? reason(sql.getNextException(), depth + 1)
                        : Optional.empty())
                .or(() -> ofTheDisk(cause)
                        ? String.valueOf(cause.getMessage()).lines().findFirst()
                        : Optional.empty());
    }

    private static boolean ofTheDisk(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof SQLException sql && OF_THE_DISK.contains(sql.getErrorCode()));
    }
}
