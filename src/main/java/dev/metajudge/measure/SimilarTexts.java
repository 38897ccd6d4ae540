package dev.metajudge.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts among which the one most like another is found, by {@link RougeL}. A subsequence has no more words than the
 * texts share in any order, and that is known quickly from an index of words; only texts that could be near enough are
 * compared word by word, 64 words of the one at a time (Crochemore et al. 2001). Not for several threads at once.
 */
public final class SimilarTexts {
    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final List<int[]> texts = new ArrayList<>();
    /** For each word: a text that has it, and how often, in turn. */
    private final List<Places> places = new ArrayList<>();

    /**
     * A text and how like it is.
     *
     * @param index which text was added, from 0
     * @param score ROUGE-L's F-measure
     */
    public record Match(int index, double score) {}

    /** A growing list of pairs. */
    private static final class Places {
        private int[] pairs = new int[4];
        private int size;

        void add(int text, int times) {
            if (size == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * size);
            }
            pairs[size++] = text;
            pairs[size++] = times;
        }
    }

    /** Adds a text; its index is how many were added before. */
    public void add(String text) {
        int[] words = RougeL.words(text).stream().mapToInt(this::known).toArray();
        int index = texts.size();
        texts.add(words);
        counts(words).forEach((word, times) -> places.get(word).add(index, times));
    }

    private int known(String word) {
        Integer known = vocabulary.get(word);
        if (known == null) {
            known = vocabulary.size();
            vocabulary.put(word, known);
            places.add(new Places());
        }
        return known;
    }

    private static Map<Integer, Integer> counts(int[] words) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int word : words) {
            counts.merge(word, 1, Integer::sum);
        }
        return counts;
    }

    /**
     * The text most like this one; of equals the one added first.
     *
     * @param atLeast above 0; empty when none has this score
     */
    public Optional<Match> nearest(String text, double atLeast) {
        // A word that no other text has stands for itself, and matches nothing.
        int[] words = RougeL.words(text).stream()
                .mapToInt(word -> vocabulary.getOrDefault(word, -1))
                .toArray();
        int[] shared = shared(words);
        var pattern = new Pattern(words);
        int best = -1;
        double score = 0;
        for (int i = 0; i < shared.length; i++) {
            double most = RougeL.score(shared[i], words.length, texts.get(i).length);
            if (most >= atLeast && most > score) {
                double found = RougeL.score(pattern.common(texts.get(i)), words.length, texts.get(i).length);
                if (found >= atLeast && found > score) {
                    best = i;
                    score = found;
                }
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(new Match(best, score));
    }

    /** How many words each text shares with these, in any order. */
    private int[] shared(int[] words) {
        int[] shared = new int[texts.size()];
        counts(words).forEach((word, times) -> {
            if (word >= 0) {
                var of = places.get(word);
                for (int i = 0; i < of.size; i += 2) {
                    shared[of.pairs[i]] += Math.min(times, of.pairs[i + 1]);
                }
            }
        });
        return shared;
    }

    /** A text that others are compared with: for each of its words, the places where it stands, as bits. */
    private static final class Pattern {
        private final int length;
        private final Map<Integer, long[]> masks = new HashMap<>();

        Pattern(int[] words) {
            length = words.length;
            for (int i = 0; i < length; i++) {
                masks.computeIfAbsent(words[i], word -> new long[(length + 63) / 64])[i / 64] |= 1L << i;
            }
        }

        /** The length of the longest common subsequence. A zero bit is a place that the subsequence ends a step at. */
        int common(int[] words) {
            long[] open = new long[(length + 63) / 64];
            Arrays.fill(open, -1L);
            for (int word : words) {
                long[] mask = masks.get(word);
                if (mask != null) {
                    step(open, mask);
                }
            }
            int common = 0;
            for (int i = 0; i < open.length; i++) {
                int bits = Math.min(64, length - 64 * i);
                long used = bits == 64 ? -1L : (1L << bits) - 1;
                common += Long.bitCount(~open[i] & used);
            }
            return common;
        }

        /** open = (open + (open & mask)) | (open & ~mask), over all words of bits. */
        private static void step(long[] open, long[] mask) {
            long carry = 0;
            for (int i = 0; i < open.length; i++) {
                long matched = open[i] & mask[i];
                long sum = open[i] + matched;
                long over = Long.compareUnsigned(sum, matched) < 0 ? 1 : 0;
                long all = sum + carry;
                over |= carry == 1 && all == 0 ? 1 : 0;
                open[i] = all | (open[i] & ~mask[i]);
                carry = over;
            }
        }
    }
}
