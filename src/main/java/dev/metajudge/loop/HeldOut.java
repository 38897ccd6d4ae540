package dev.metajudge.loop;

import java.util.Comparator;
import java.util.List;

/**
 * Which prompts of the pool are held out: the same in every round, and used by none for training.
 *
 * @param seed the run's seed
 * @param pool the prompts' ids
 * @param size how many are held out, fewer than the pool has
 */
record HeldOut(long seed, List<String> pool, int size) {
    HeldOut {
        pool = List.copyOf(pool);
    }

    /** The held-out prompts, in the order of work. */
    List<String> prompts() {
        return pool.stream()
                .sorted(Comparator.comparingLong((String id) -> Seeds.of(seed, "held out", id))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(size)
                .toList();
    }
}
