package dev.metajudge.train;

import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterChain;
import dev.metajudge.model.source.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Tells one piece of training work from any other, so that a checkpoint is only gone on with for the same work. */
final class TrainingWork {
    private TrainingWork() {}

    /** SHA-256 of everything that decides the trained adapter. */
    static String digest(
            Checkpoint start, DataOrder<? extends Lesson> order, String objective, TrainSettings settings, long seed) {
        MessageDigest digest = Sha256.digest();
        Checkpoint whole = AdapterChain.resolve(start);
        add(digest, whole.source());
        whole.adapters().stream()
                .map(Adapter::read)
                .forEach(adapter -> add(digest, adapter.digest() + adapter.scale()));
        add(digest, objective + " " + settings + " " + seed);
        for (List<? extends Lesson> pack : order.packs()) {
            add(digest, "pack");
            for (Lesson lesson : pack) {
                add(digest, lesson.id());
                add(digest, lesson.content());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }
}
