package dev.metajudge.train;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the learning rate goes on after the warm-up. */
public enum Schedule {
    /** Half a cosine down to zero. */
    COSINE,
    /** A straight line down to zero. */
    LINEAR,
    /** It stays. */
    CONSTANT;

    /** As recipes write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
