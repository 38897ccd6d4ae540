package dev.metajudge.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Seeds and digests that depend on what they are for, never on when it is done. */
public final class Seeds {
    private Seeds() {}

    /**
     * The seed of one random choice of a run.
     *
     * @param run the run's seed
     * @param what what is chosen, such as a stage
     * @param id for which item
     */
    public static long of(long run, String what, String id) {
        return ByteBuffer.wrap(sha(run + "/" + what + "/" + id)).getLong();
    }

    static String digest(String text) {
        return HexFormat.of().formatHex(sha(text));
    }

    private static byte[] sha(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
