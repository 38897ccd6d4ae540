package dev.metajudge.config;

import java.nio.file.Path;

/** The folder that metajudge itself lies in, with {@code prompts/}; the launcher tells it. */
public final class Installation {
    private Installation() {}

    /** What the launcher said, else the working directory. */
    public static Path folder() {
        var told = System.getProperty("metajudge.installation", "");
        return Path.of(told.isBlank() ? "" : told).toAbsolutePath().normalize();
    }

    /** The folder of templates in use: {@code <role>/<name>.md}. */
    public static Path prompts() {
        return folder().resolve("prompts");
    }
}
