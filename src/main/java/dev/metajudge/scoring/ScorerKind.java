package dev.metajudge.scoring;

import java.util.Locale;

/** How a score comes about: from the numbers at the score position (arXiv 2508.03550), or from what the model writes. */
public enum ScorerKind {
    /** The score with the highest logit in the last layer. */
    V_SCORE,
    /** The expectation of the last layer's distribution over the scores. */
    E_SCORE,
    /** The expectation of the softmax of the layers' weighted logits. */
    LAGER,
    /** The mean of the scores that the model writes when it is asked several times: needs no numbers but the text. */
    SAMPLES;

    /** As commands and files write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
