package dev.metajudge.train;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of an example whose prompt and longest completion are more tokens than allowed. Each one is counted. */
public enum TooLong {
    /** It is left out. */
    DROP,
    /** The prompt loses its first tokens, be they the system's; left out where a completion alone is too long. */
    TRUNCATE_PROMPT,
    /**
     * Completions lose their last tokens, the end of the turn with them; left out where the prompt alone is too long,
     * or where chosen and rejected are the same after the cut.
     */
    TRUNCATE_COMPLETION;

    /** As recipes write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
