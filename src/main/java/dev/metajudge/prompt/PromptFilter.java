package dev.metajudge.prompt;

import dev.metajudge.measure.RougeL;
import dev.metajudge.measure.SimilarTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which new prompts a pool takes: of the right length, without words of things that a text model cannot do, and not
 * much like any prompt that is known (after arXiv 2212.10560, section 2.2). What it takes is known from then on.
 */
public final class PromptFilter {
    private final Limits limits;
    private final List<String> keywords;
    private final SimilarTexts texts = new SimilarTexts();
    private final List<String> ids = new ArrayList<>();

    /**
     * What is left out.
     *
     * @param minWords prompts of fewer words
     * @param maxWords prompts of more words
     * @param keywords prompts with one of these words, or rows of words
     * @param similarity prompts whose ROUGE-L with a known one is this or more
     */
    public record Limits(int minWords, int maxWords, List<String> keywords, double similarity) {
        public Limits {
            keywords = List.copyOf(keywords);
        }
    }

    /**
     * What came of a prompt.
     *
     * @param outcome "kept", or why it was left out: "too short", "too long", "keyword", "similar"
     * @param nearest the known prompt that it is too much like
     * @param similarity how much
     */
    public record Finding(String outcome, Optional<String> nearest, Optional<Double> similarity) {
        public static final String KEPT = "kept";

        public boolean kept() {
            return outcome.equals(KEPT);
        }

        /** Left out for a reason without a neighbour. */
        public static Finding of(String outcome) {
            return new Finding(outcome, Optional.empty(), Optional.empty());
        }
    }

    public PromptFilter(Limits limits) {
        this.limits = limits;
        this.keywords = limits.keywords().stream().map(PromptFilter::spaced).toList();
    }

    /** Makes a prompt known. */
    public void know(String id, String text) {
        ids.add(id);
        texts.add(text);
    }

    /** Looks at a new prompt; it is not known by that. */
    public Finding find(String text) {
        int words = RougeL.words(text).size();
        if (words < limits.minWords()) {
            return Finding.of("too short");
        } else if (words > limits.maxWords()) {
            return Finding.of("too long");
        }
        var spaced = spaced(text);
        if (keywords.stream().anyMatch(spaced::contains)) {
            return Finding.of("keyword");
        }
        return texts.nearest(text, limits.similarity())
                .map(match -> new Finding("similar", Optional.of(ids.get(match.index())), Optional.of(match.score())))
                .orElseGet(() -> Finding.of(Finding.KEPT));
    }

    private static String spaced(String text) {
        return " " + String.join(" ", RougeL.words(text)) + " ";
    }
}
