package dev.metajudge.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a training run ended.
 *
 * @param adapter the folder of the trained adapter (PEFT's format), or of whole weights
 * @param digest SHA-256 of its numbers
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
     * @param asked how many were to be held out; more than were where half of the prompts have fewer
     * @param leftOut ids of those that were too long
     * @param truncated ids of those that were cut to fit
     */
    public record Fit(int learned, int heldOut, int asked, List<String> leftOut, List<String> truncated) {
        public Fit {
            leftOut = List.copyOf(leftOut);
            truncated = List.copyOf(truncated);
        }

        /** Why fewer are held out than were to be, for those who watch; empty where none are missing. */
        public Optional<String> fewer() {
            return heldOut >= asked
                    ? Optional.empty()
                    : Optional.of("%d of %d examples are held out, not %d: half of the prompts are learned at least"
                            .formatted(heldOut, learned + heldOut, asked));
        }
    }

    public List<String> leftOut() {
        return fit.leftOut();
    }

    public List<String> truncated() {
        return fit.truncated();
    }
}
