package dev.metajudge.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a training run ended.
 *
 * @param adapter the folder of the trained adapter (PEFT's format)
 * @param digest SHA-256 of the adapter's weights
 * @param steps optimizer steps done, over all processes that worked on it
 * @param fit what became of the examples
 * @param best the look whose weights the adapter has; empty where nothing was held out
 */
public record TrainingOutcome(Path adapter, String digest, int steps, Fit fit, Optional<Evaluation> best) {
    /**
     * What became of the examples.
     *
     * @param learned how many were learned from
     * @param heldOut how many training was watched with
     * @param leftOut ids of those that were too long
     * @param truncated ids of those that were cut to fit
     */
    public record Fit(int learned, int heldOut, List<String> leftOut, List<String> truncated) {
        public Fit {
            leftOut = List.copyOf(leftOut);
            truncated = List.copyOf(truncated);
        }
    }

    public List<String> leftOut() {
        return fit.leftOut();
    }

    public List<String> truncated() {
        return fit.truncated();
    }
}
