package dev.metajudge;

/** The process's exit codes, as documented in the README. */
public enum Exit {
    OK(0),
    INTERNAL(1),
    USAGE(2),
    /** A bad recipe, template, model or input file. */
    INPUT(3),
    /** The model's backend, or a place that models come from, cannot be reached. */
    BACKEND(4),
    /** Stopped before the end; the same command goes on. */
    STOPPED(5);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
