package dev.metajudge.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/**
 * Examples parted into those that are learned and those that training is watched with. Examples with the same prompt
 * stay together: else the held-out loss would know what was learned.
 */
record HeldOutSplit<L extends Lesson>(List<L> learned, List<L> heldOut) {
    private static final long SALT = 0x5DEECE66DL;

    /**
     * Holds out prompts, drawn by the seed, until so many examples are held out or more, but half of the prompts at
     * most: a round that made few pairs must have something to learn.
     */
    static <L extends Lesson> HeldOutSplit<L> of(List<L> lessons, int count, long seed) {
        if (count == 0) {
            return new HeldOutSplit<>(lessons, List.of());
        }
        var groups = new LinkedHashMap<String, List<L>>();
        lessons.forEach(lesson ->
                groups.computeIfAbsent(lesson.group(), key -> new ArrayList<>()).add(lesson));
        var drawn = new ArrayList<>(groups.values());
        Collections.shuffle(drawn, new Random(seed ^ SALT));
        var heldOut = new ArrayList<L>();
        int taken = 0;
        while (taken < drawn.size() / 2 && heldOut.size() < count) {
            heldOut.addAll(drawn.get(taken++));
        }
        var learned = new ArrayList<L>();
        drawn.subList(taken, drawn.size()).forEach(learned::addAll);
        return new HeldOutSplit<>(learned, heldOut);
    }
}
