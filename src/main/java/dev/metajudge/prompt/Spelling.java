package dev.metajudge.prompt;

import java.util.Collection;
import java.util.Comparator;

/** Suggests the known name that a misspelt one was probably meant to be. */
final class Spelling {
    private static final int LONGEST = 100;

    private Spelling() {}

    /** ", did you mean 'x'?" for a near name, else the list of all: " (known: x, y)". */
    static String suggestion(String wrong, Collection<String> known) {
        return known.stream()
                .filter(name -> wrong.length() <= LONGEST && distance(wrong, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .map(name -> ", did you mean '" + name + "'?")
                .orElse(known.isEmpty() ? "" : " (known: " + String.join(", ", known) + ")");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
