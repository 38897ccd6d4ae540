package dev.metajudge.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A file of a model on the hub.
 *
 * @param name its path in the repository
 * @param bytes its length
 * @param checksum SHA-256 of a large file, 64 hexadecimal digits; of a small one git's SHA-1 of a blob, 40 digits. It
 *     is the file's name among the cache's blobs
 */
record HubFile(String name, long bytes, String checksum) {
    /** No file of any model comes near. */
    private static final long LARGEST = 1L << 41;

    private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{40}");

    HubFile {
        if (bytes < 0 || bytes > LARGEST) {
            throw new IllegalArgumentException("%s is said to have %d bytes".formatted(name, bytes));
        }
        if (!isChecksum(checksum)) {
            throw new IllegalArgumentException(
                    "%s has no checksum of a known kind, so that it could not be verified".formatted(name));
        }
    }

    static boolean isChecksum(String text) {
        return CHECKSUM.matcher(text).matches();
    }

    /** Whether a file has this checksum, of the kind that its length tells. */
    static boolean fits(Path file, String checksum) throws IOException {
        return checksum.length() == 64
                ? Sha256.ofFile(file).equals(checksum)
                : gitChecksum(file).equals(checksum);
    }

    /** SHA-1 of "blob LENGTH", a zero byte, and the content. */
    private static String gitChecksum(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        digest.update("blob %d\0".formatted(Files.size(file)).getBytes(StandardCharsets.US_ASCII));
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
