package dev.metajudge.train;

import java.util.List;

/**
 * Tells one piece of training work from any other, so that a checkpoint is only gone on with for the same work.
 *
 * @param start the starting model's weights and number format
 * @param objective what is made smaller
 */
record TrainingWork(String start, String objective, TrainSettings settings, long seed) {
    /** SHA-256 of everything that decides the trained adapter. */
    String digest(List<? extends List<? extends Lesson>> learned, List<? extends List<? extends Lesson>> heldOut) {
        return new ContentDigest()
                .add(start)
                .add(objective)
                .add(settings.deciding() + " " + seed)
                .add("learned")
                .packs(learned)
                .add("held out")
                .packs(heldOut)
                .hex();
    }
}
