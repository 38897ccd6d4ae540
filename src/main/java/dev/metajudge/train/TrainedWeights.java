package dev.metajudge.train;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which weights training changes. */
public enum TrainedWeights {
    /** Adapters beside the linear layers, see {@link LoraSettings}. */
    LORA,
    /** All weights of the model. */
    FULL;

    /** As recipes write it. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
