package dev.metajudge.data;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of files' bytes, one after the other. */
final class FileDigest {
    private FileDigest() {}

    static String of(List<Path> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file);
                        var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                    in.transferTo(out);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException failed) {
            throw new UserError(Exit.INPUT, "cannot be read again: " + failed.getMessage(), failed);
        }
    }
}
