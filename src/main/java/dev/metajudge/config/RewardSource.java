package dev.metajudge.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What of a judgment makes its response's reward. */
public enum RewardSource {
    /** The score that stands in the text, written or forced (arXiv 2407.19594). */
    PARSED,
    /** The expectation of the judge's distribution over the scores at the score's place (arXiv 2508.03550). */
    E_SCORE,
    /** The expectation of the softmax of all layers' mean logits at the score's place (arXiv 2508.03550). */
    LAGER;

    /** As recipes write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
