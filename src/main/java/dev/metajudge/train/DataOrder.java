package dev.metajudge.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which lessons make which step. Those of like length are packed together once; each epoch shuffles the packs, so a
 * lesson is always computed among the same others, and at first the policy's numbers are exactly the reference's.
 *
 * @param packs all lessons, packed
 * @param packsPerStep how many packs make an optimizer step; the last of an epoch may have fewer
 * @param epochs passes over all packs
 * @param seed of the shuffles
 * @param <L> the kind of lessons
 */
record DataOrder<L extends Lesson>(List<List<L>> packs, int packsPerStep, int epochs, long seed) {
    DataOrder {
        packs = packs.stream().map(List::copyOf).toList();
    }

    static <L extends Lesson> DataOrder<L> of(List<L> lessons, DataSettings settings, long seed) {
        int perPack = Math.min(settings.microBatch(), settings.batch());
        return new DataOrder<>(
                packs(lessons, perPack), Math.max(1, settings.batch() / perPack), settings.epochs(), seed);
    }

    /** Lessons of like length together. */
    static <L extends Lesson> List<List<L>> packs(List<L> lessons, int perPack) {
        List<L> byLength = lessons.stream()
                .sorted(Comparator.<L>comparingInt(Lesson::size).thenComparing(Lesson::id))
                .toList();
        var packs = new ArrayList<List<L>>();
        for (int at = 0; at < byLength.size(); at += perPack) {
            packs.add(byLength.subList(at, Math.min(at + perPack, byLength.size())));
        }
        return packs;
    }

    int stepsPerEpoch() {
        return (packs.size() + packsPerStep - 1) / packsPerStep;
    }

    int steps() {
        return epochs * stepsPerEpoch();
    }

    /** The indices of a step's packs; steps are counted from 1. */
    List<Integer> step(int step) {
        int epoch = (step - 1) / stepsPerEpoch();
        int first = (step - 1) % stepsPerEpoch() * packsPerStep;
        var order = new ArrayList<Integer>();
        for (int i = 0; i < packs.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed + 0x9E3779B97F4A7C15L * epoch));
        return order.subList(first, Math.min(first + packsPerStep, packs.size()));
    }
}
