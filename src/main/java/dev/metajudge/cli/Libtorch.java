package dev.metajudge.cli;

import dev.metajudge.UserError;
import dev.metajudge.model.engine.LibTorch;

/** What doctor finds about libtorch. */
final class Libtorch {
    private Libtorch() {}

    /** Loads the library; its version and threads. */
    static Finding finding() {
        try {
            return Finding.ok("libtorch", "%s, %d threads".formatted(LibTorch.version(), LibTorch.threads()));
        } catch (UserError failed) {
            return Finding.missing(
                    "libtorch",
                    String.valueOf(failed.getMessage()),
                    "Linux (x86_64, aarch64) and macOS (aarch64) have one");
        }
    }
}
