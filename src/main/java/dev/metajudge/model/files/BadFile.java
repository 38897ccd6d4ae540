package dev.metajudge.model.files;

import dev.metajudge.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Errors that name a file which cannot be used, and the reason. */
public final class BadFile {
    private static final int LONGEST_REASON = 600;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private BadFile() {}

    /** The reason may quote names out of a hostile file: it is kept to one line of bounded length. */
    public static UserError refuse(Path file, String reason) {
        String line = CONTROL.matcher(reason).replaceAll("?");
        String bounded = line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
        return UserError.input("%s: %s".formatted(file, bounded));
    }

    /** The file is not there, or the system does not let it be read. */
    public static UserError unreadable(Path file, IOException failed) {
        if (!Files.exists(file)) {
            return UserError.input("%s: no such file".formatted(file));
        }
        return refuse(file, "cannot be read as a model file (%s)".formatted(failed.getMessage()));
    }
}
