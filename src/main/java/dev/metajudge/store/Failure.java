package dev.metajudge.store;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.JdbiException;

/** Tells a disk that cannot be written, which the user can mend, from a fault of ours. */
final class Failure {
    private static final Set<Integer> OF_THE_DISK = Set.of(
            ErrorCode.IO_EXCEPTION_1,
            ErrorCode.IO_EXCEPTION_2,
            ErrorCode.DATABASE_IS_CLOSED,
            ErrorCode.FILE_CORRUPTED_1);

    private Failure() {}

    static RuntimeException of(JdbiException e, Path file) {
        boolean disk = false;
        var reason = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || (cause instanceof SQLException sql && OF_THE_DISK.contains(sql.getErrorCode()))) {
                disk = true;
                reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
            }
        }
        return disk
                ? new UserError(
                        Exit.STOPPED,
                        "cannot write " + file + ": " + reason
                                + "; when there is room, the same command goes on where it stopped",
                        e)
                : e;
    }
}
