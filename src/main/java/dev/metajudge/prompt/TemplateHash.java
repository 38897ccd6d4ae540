package dev.metajudge.prompt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells one template's text from another's: SHA-256, in hexadecimal, of the messages as they are sent but for the
 * values, line ends being \n. Front matter is not sent and does not count: a better description leaves the hash alone.
 */
final class TemplateHash {
    private TemplateHash() {}

    static String of(List<Template.Part> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Template.Part part : parts) {
                add(digest, part.role().label());
                for (Template.Piece piece : part.pieces()) {
                    switch (piece) {
                        case Template.Piece.Literal(String text) -> add(digest, "text " + text);
                        case Template.Piece.Variable(String name, int line) -> add(digest, "variable " + name);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Adds text after its length, so that no two lists of texts look alike. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
