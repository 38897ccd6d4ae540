package dev.metajudge.train;

import dev.metajudge.UserError;

/**
 * What settings can ask for and the decoder program does not do yet; refused before anything is computed, in a run before
 * its first round.
 */
public final class EngineLimits {
    private EngineLimits() {}

    /**
     * Refuses settings.
     *
     * @throws UserError naming the setting and what to write instead
     */
    public static void check(TrainSettings settings) {
        refuse(settings.weights() == TrainedWeights.FULL, "weights full", "weights lora");
    }

    private static void refuse(boolean asked, String what, String instead) {
        if (asked) {
            throw UserError.input("training cannot do %s yet; use %s".formatted(what, instead));
        }
    }
}
