package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * The fault as something that the person can mend, if it is one: what our own code called so, else the innermost
     * that is known, such as a full disk deep inside a library.
     */
    static Optional<UserError> explained(Throwable fault) {
        var chain = Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .toList();
        return Stream.concat(
                        chain.stream().filter(UserError.class::isInstance).map(UserError.class::cast),
                        chain.reversed().stream().flatMap(cause -> explainedAlone(cause).stream()))
                .findFirst();
    }

    private static Optional<UserError> explainedAlone(Throwable fault) {
        var message = String.valueOf(fault.getMessage());
        var low = message.toLowerCase(Locale.ROOT);
        if (low.contains("no space left on device") || low.contains("disk quota exceeded")) {
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
