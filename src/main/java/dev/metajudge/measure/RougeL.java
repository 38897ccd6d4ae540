package dev.metajudge.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ROUGE-L: how much of two texts is the same in the same order. With n and m words and a longest common subsequence of l
 * words, precision is l/n, recall l/m, and their F-measure 2l/(n + m), in 0 to 1.
 *
 * <p>Words are runs of letters and digits in lower case, in any script, without stemming; an ideograph is a word of its
 * own. The usual program keeps a-z and 0-9 alone, under which texts in other scripts have no words.
 */
public final class RougeL {
    private RougeL() {}

    /** The words of a text. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        text.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            boolean alone = Character.isIdeographic(c);
            if (alone || !isOfWord(c)) {
                end(word, words);
            }
            if (alone) {
                words.add(Character.toString(c));
            } else if (isOfWord(c)) {
                word.appendCodePoint(c);
            }
        });
        end(word, words);
        return words;
    }

    private static boolean isOfWord(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** 2l/(n + m); 0 when neither text has a word. */
    static double score(int common, int n, int m) {
        return n + m == 0 ? 0 : 2.0 * common / (n + m);
    }
}
