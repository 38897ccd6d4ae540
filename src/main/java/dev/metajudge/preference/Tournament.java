package dev.metajudge.preference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which of n items are compared. The paper compares all pairs; where that costs too much, some are taken as in a
 * round-robin tournament whose players are seeded by lot: every item meets another before any meets a second, and so on.
 * The numbers of comparisons of two items differ by at most two, and n - 1 pairs or more connect all items, so that
 * their ratings can be compared. Ours: the paper has no such cap.
 */
public final class Tournament {
    private static final int NOBODY = -1;

    private Tournament() {}

    /** Two items, {@code a} the earlier one. */
    public record Match(int a, int b) {}

    /** All pairs, in order. */
    public static List<Match> all(int n) {
        return IntStream.range(0, n)
                .boxed()
                .flatMap(a -> IntStream.range(a + 1, n).mapToObj(b -> new Match(a, b)))
                .toList();
    }

    /**
     * At most {@code most} pairs, in order.
     *
     * @param random draws the seeding; not used when all pairs are taken
     */
    public static List<Match> some(int n, int most, RandomGenerator random) {
        var all = all(n);
        if (most >= all.size()) {
            return all;
        }
        var places = seeding(n, random);
        List<Match> matches = new ArrayList<>();
        while (matches.size() < most) {
            for (int i = 0; i < places.size() / 2 && matches.size() < most; i++) {
                int a = places.get(i);
                int b = places.get(places.size() - 1 - i);
                if (a != NOBODY && b != NOBODY) {
                    matches.add(new Match(Math.min(a, b), Math.max(a, b)));
                }
            }
            // The circle: the first stays, the others move on by one place.
            places.add(1, places.removeLast());
        }
        matches.sort(Comparator.comparingInt(Match::a).thenComparingInt(Match::b));
        return List.copyOf(matches);
    }

    private static List<Integer> seeding(int n, RandomGenerator random) {
        List<Integer> places = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            places.set(i, places.set(j, places.get(i)));
        }
        if (n % 2 == 1) {
            places.addFirst(NOBODY);
        }
        return places;
    }
}
