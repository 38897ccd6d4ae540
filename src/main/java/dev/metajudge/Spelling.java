package dev.metajudge;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the nearest of some known words to one that is not known. */
public final class Spelling {
    private static final int LONGEST = 80;

    private Spelling() {}

    /** The candidate nearest to {@code word}, if one is near: at most a third of its letters away, case aside. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        var low = word.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(candidate -> candidate.length() <= LONGEST)
                .filter(candidate -> distance(low, candidate.toLowerCase(Locale.ROOT))
                        <= Math.max(1, Math.max(word.length(), candidate.length()) / 3))
                .min(Comparator.<String>comparingInt(candidate -> distance(low, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The nearest candidate as the end of a sentence: {@code ; did you mean "rounds"?}, or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(candidate -> "; did you mean \"" + candidate + "\"?")
                .orElse("");
    }

    /** The nearest candidate, {@code , did you mean 'x'?}, else all of them: {@code  (known: x, y)}. */
    public static String suggestion(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(candidate -> ", did you mean '" + candidate + "'?")
                .orElse(candidates.isEmpty() ? "" : " (known: " + String.join(", ", candidates) + ")");
    }

    /** Optimal string alignment distance: insertions, deletions, replacements, swaps of neighbours. */
    static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
