package dev.metajudge.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Draws each round's prompts from the pool: the pool is shuffled and dealt out, so that a prompt is used again only
 * when the pool is spent; then it is shuffled anew.
 *
 * @param seed the run's seed
 * @param pool the prompts' ids
 * @param perRound how many a round takes; all, when the pool has fewer
 */
record PromptDraw(long seed, List<String> pool, int perRound) {
    PromptDraw {
        pool = List.copyOf(pool);
    }

    /** The prompts of a round (from 1), in the order of work. */
    List<String> round(int number) {
        int size = Math.min(perRound, pool.size());
        Deque<String> deck = new ArrayDeque<>();
        int pass = 0;
        Set<String> drawn = new LinkedHashSet<>();
        for (int round = 1; round <= number; round++) {
            drawn = new LinkedHashSet<>();
            List<String> later = new ArrayList<>();
            while (drawn.size() < size) {
                if (deck.isEmpty()) {
                    deck.addAll(shuffled(pass++));
                }
                var next = deck.removeFirst();
                if (!drawn.add(next)) {
                    later.add(next);
                }
            }
            // A new shuffle brought up what this round has already: it waits for the next round.
            later.reversed().forEach(deck::addFirst);
        }
        return List.copyOf(drawn);
    }

    private List<String> shuffled(int pass) {
        return pool.stream()
                .sorted(Comparator.comparingLong((String id) -> Seeds.of(seed, "pool " + pass, id))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
