package dev.metajudge.backend;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the hidden state of a layer before the last is turned into logits (arXiv 2508.03550). */
public enum Reading {
    /** Final norm, then output head: the usual logit lens. */
    NORMED,
    /** Output head alone, as the authors' code has it; layers then differ widely in scale. */
    RAW;

    /** As commands and files write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
