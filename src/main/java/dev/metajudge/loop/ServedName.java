package dev.metajudge.loop;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The name of a run's model on a server: {@code metajudge-RUN-r1-a1b2c3d4e5f6}, with the round that made it and the
 * beginning of the digest of its weights. So one name never means two models, and a model that is there is the right one.
 */
public final class ServedName {
    private static final int LONGEST_RUN = 40;
    private static final int DIGITS = 12;
    private static final String OURS = ".*[#/]metajudge-[a-z0-9._-]+-r[0-9]+-[0-9a-f]{" + DIGITS + "}";

    private ServedName() {}

    /**
     * The name of a model.
     *
     * @param run the run's folder
     * @param round the round that made it; 0 for M0
     * @param digest of its weights
     */
    static String of(Path run, int round, String digest) {
        var name =
                String.valueOf(run.toAbsolutePath().normalize().getFileName()).toLowerCase(Locale.ROOT);
        return "metajudge-%s-r%d-%s"
                .formatted(name.substring(0, Math.min(LONGEST_RUN, name.length())), round, digest.substring(0, DIGITS));
    }

    /**
     * Whether a model at an address can have these weights, as far as its name says.
     *
     * @param digest of the weights
     */
    public static boolean fits(String address, String digest) {
        return !address.matches(OURS) || address.endsWith("-" + digest.substring(0, DIGITS));
    }
}
