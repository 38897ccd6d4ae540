package dev.metajudge;

import java.io.Serial;

/**
 * Something the person at the keyboard can mend: says what failed, where (file, line, id) and what to do.
 * The command line prints the message alone and ends with {@link #exit()}'s code; everything else that is
 * thrown is a fault of ours and ends with {@link Exit#INTERNAL}.
 */
public final class UserError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    public UserError(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    public UserError(Exit exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** A bad recipe, model file, template or input file. */
    public static UserError input(String message) {
        return new UserError(Exit.INPUT, message);
    }

    public Exit exit() {
        return exit;
    }
}
