package dev.metajudge.config;

import java.nio.file.Path;

/** Where metajudge itself lies: the folder with {@code prompts/}; the launcher says it, else the working directory. */
public final class Home {
    private Home() {}

    public static Path folder() {
        var told = System.getProperty("metajudge.home", "");
        return Path.of(told.isBlank() ? "" : told).toAbsolutePath().normalize();
    }

    /** The folder of templates in use: {@code <role>/<name>.md}. */
    public static Path prompts() {
        return folder().resolve("prompts");
    }
}
