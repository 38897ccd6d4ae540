package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;

/** Tells a person what went wrong, in one line where the person can mend it. */
final class Failures {
    private static final int DEEPEST = 20;

    private Failures() {}

    /** Prints what went wrong; the exit code. */
    static int report(Throwable fault, boolean verbose, PrintWriter err) {
        var known = explained(fault);
        known.ifPresentOrElse(
                error -> err.println("metajudge: " + error.getMessage()),
                () -> err.println("metajudge: " + described(fault)
                        + (verbose ? "" : "; run again with --verbose for the stack trace")));
        if (verbose) {
            fault.printStackTrace(err);
        }
        err.flush();
        return known.map(error -> error.exit().code()).orElse(Exit.INTERNAL.code());
    }

    /** The fault as something that the person can mend, if it is one: also a full disk deep inside a library. */
    static Optional<UserError> explained(Throwable fault) {
        int depth = 0;
        for (Throwable cause = fault; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            var known = explainedAlone(cause);
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private static Optional<UserError> explainedAlone(Throwable fault) {
        var message = String.valueOf(fault.getMessage());
        var low = message.toLowerCase(Locale.ROOT);
        if (fault instanceof UserError error) {
            return Optional.of(error);
        } else if (low.contains("no space left on device") || low.contains("disk quota exceeded")) {
            return Optional.of(new UserError(
                    Exit.STOPPED,
                    "the disk is full" + place(fault) + "; what was finished is kept: make room, and the same command"
                            + " goes on",
                    fault));
        } else if (fault instanceof AccessDeniedException || low.contains("read-only file system")) {
            return Optional.of(new UserError(Exit.INPUT, "no permission to use" + file(fault), fault));
        } else if (fault instanceof OutOfMemoryError) {
            return Optional.of(new UserError(
                    Exit.INTERNAL,
                    "out of memory (" + message + "); give it more with METAJUDGE_JAVA_OPTS=-Xmx4g",
                    fault));
        }
        return Optional.empty();
    }

    private static String file(Throwable fault) {
        return fault instanceof FileSystemException f && f.getFile() != null
                ? " " + f.getFile()
                : ": " + fault.getMessage();
    }

    private static String place(Throwable fault) {
        return fault instanceof FileSystemException f && f.getFile() != null ? " (" + f.getFile() + ")" : "";
    }

    private static String described(Throwable fault) {
        var message = fault.getMessage();
        var name = fault.getClass().getSimpleName();
        return message == null || message.isBlank()
                ? name
                : name + ": " + message.lines().findFirst().orElse("");
    }
}
