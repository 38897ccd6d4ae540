package dev.metajudge.train;

import java.nio.file.Path;
import java.util.List;

/**
 * How a training run ended.
 *
 * @param adapter the folder of the trained adapter (PEFT's format)
 * @param digest SHA-256 of the adapter's weights
 * @param steps optimizer steps done, over all processes that worked on it
 * @param leftOut ids of examples that were too long
 */
public record TrainingOutcome(Path adapter, String digest, int steps, List<String> leftOut) {
    public TrainingOutcome {
        leftOut = List.copyOf(leftOut);
    }
}
