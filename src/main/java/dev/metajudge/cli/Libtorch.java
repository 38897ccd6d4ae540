package dev.metajudge.cli;

import java.util.Locale;

/** What doctor finds about libtorch. */
final class Libtorch {
    private Libtorch() {}

    /** Whether the native library for this machine is among the libraries. */
    static Finding finding() {
        var platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        var resource = Libtorch.class.getClassLoader().getResource("pytorch/cpu/" + platform + "/");
        return resource == null
                ? Finding.missing(
                        "libtorch", "none for " + platform, "Linux (x86_64, aarch64) and macOS (aarch64) have one")
                : Finding.ok("libtorch", "for " + platform);
    }

    static String platform(String os, String arch) {
        var low = os.toLowerCase(Locale.ROOT);
        var system = low.startsWith("mac") ? "osx" : low.startsWith("windows") ? "win" : low;
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }
}
