package dev.metajudge.loop;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Draws a round's prompts: those that fewer rounds have used come first, so that a prompt is used again only when the
 * pool is spent; among equals a shuffle decides, anew for each time that the pool is spent. A pool may grow from round to
 * round.
 *
 * @param seed the run's seed
 * @param pool the prompts' ids
 * @param uses how many rounds have used a prompt; what is not in it was used by none
 */
record PromptDraw(long seed, List<String> pool, Map<String, Integer> uses) {
    PromptDraw {
        pool = List.copyOf(pool);
        uses = Map.copyOf(uses);
    }

    /**
     * The prompts of the next round, in the order of work.
     *
     * @param perRound how many; all, when the pool has fewer
     */
    List<String> next(int perRound) {
        return pool.stream()
                .sorted(Comparator.comparingInt(this::used)
                        .thenComparingLong(id -> Seeds.of(seed, "pool " + used(id), id))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(perRound)
                .toList();
    }

    private int used(String id) {
        return uses.getOrDefault(id, 0);
    }
}
