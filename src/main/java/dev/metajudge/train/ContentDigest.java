package dev.metajudge.train;

import dev.metajudge.model.source.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of texts and packed lessons, each of them told from the next. */
final class ContentDigest {
    private final MessageDigest digest = Sha256.digest();

    ContentDigest add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return this;
    }

    /** The lessons' contents and which are packed together. */
    ContentDigest packs(List<? extends List<? extends Lesson>> packs) {
        for (var pack : packs) {
            add("pack");
            pack.forEach(lesson -> add(lesson.content()));
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
