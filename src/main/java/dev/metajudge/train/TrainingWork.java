package dev.metajudge.train;

import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.source.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Tells one piece of training work from any other, so that a checkpoint is only gone on with for the same work. */
final class TrainingWork {
    private TrainingWork() {}

    /** SHA-256 of everything that decides the trained adapter. */
    static String digest(Checkpoint start, DataOrder order, TrainSettings settings, long seed) {
        MessageDigest digest = Sha256.digest();
        add(digest, start.source());
        start.adapters().stream()
                .map(Adapter::read)
                .forEach(adapter -> add(digest, adapter.digest() + adapter.scale()));
        add(digest, settings + " " + seed);
        for (PackedPairs pack : order.packs()) {
            add(digest, "pack");
            for (PairTokens pair : pack.pairs()) {
                add(digest, pair.id());
                add(digest, Arrays.toString(pair.prompt()));
                add(digest, Arrays.toString(pair.chosen()));
                add(digest, Arrays.toString(pair.rejected()));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }
}
