package dev.metajudge.model.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Two tokens that are joined to one where they meet. */
record Merge(String left, String right) {
    /** Far above the longest token in use, and low enough to try every way to split it. */
    private static final int LONGEST = 1000;

    private record Scored(Merge merge, double score, int leftId, int rightId) {
        int leftLength() {
            return length(merge.left());
        }

        int rightLength() {
            return length(merge.right());
        }
    }

    /** Reads "a b", the spelling of byte-level pairs. */
    static List<Merge> read(List<String> merges, Map<String, Integer> ids) {
        var read = new ArrayList<Merge>(merges.size());
        for (int i = 0; i < merges.size(); i++) {
            String merge = merges.get(i);
            int blank = merge.indexOf(' ');
            if (blank < 1 || blank == merge.length() - 1 || blank != merge.lastIndexOf(' ')) {
                throw new IllegalArgumentException("merge %d is not two tokens: \"%s\"".formatted(i, merge));
            }
            String left = merge.substring(0, blank);
            String right = merge.substring(blank + 1);
            if (!ids.containsKey(left) || !ids.containsKey(right) || !ids.containsKey(left + right)) {
                throw new IllegalArgumentException(
                        "merge %d needs a token that is not there: \"%s\"".formatted(i, merge));
            }
            read.add(new Merge(left, right));
        }
        return read;
    }

    /**
     * SentencePiece joins the two neighbours that make the token with the highest score. As merges: every way to split
     * every token into two, the highest score first; among equal ones the longer left half, then the longer right one,
     * as in the published conversions.
     */
    static List<Merge> ofScores(List<String> tokens, List<Double> scores, Map<String, Integer> ids) {
        var found = new ArrayList<Scored>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (token.length() > LONGEST) {
                throw new IllegalArgumentException("token %d is %d characters long".formatted(id, token.length()));
            }
            if (Double.isNaN(scores.get(id))) {
                throw new IllegalArgumentException("token %d has no number as its score".formatted(id));
            }
            for (int at = 1; at < token.length(); at++) {
                Integer left = ids.get(token.substring(0, at));
                Integer right = left == null ? null : ids.get(token.substring(at));
                if (left != null && right != null) {
                    var merge = new Merge(token.substring(0, at), token.substring(at));
                    found.add(new Scored(merge, scores.get(id), left, right));
                }
            }
        }
        found.sort(Comparator.comparingDouble(Scored::score)
                .thenComparingInt(Scored::leftLength)
                .thenComparingInt(Scored::rightLength)
                .reversed());
        return found.stream().map(Scored::merge).toList();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
