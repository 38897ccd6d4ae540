package dev.metajudge.scoring;

import java.util.Locale;

/** How the numbers at the score position become a score (arXiv 2508.03550). */
public enum ScorerKind {
    /** The score with the highest logit in the last layer. */
    V_SCORE,
    /** The expectation of the last layer's distribution over the scores. */
    E_SCORE,
    /** The expectation of the softmax of the layers' weighted logits. */
    LAGER;

    /** As commands and files write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
