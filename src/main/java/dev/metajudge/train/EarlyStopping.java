package dev.metajudge.train;

/**
 * Held-out examples that training is watched with. Where there are any, the weights with the lowest held-out loss are
 * what training gives.
 *
 * @param heldOut how many examples are held out: a share below 1, or a whole number; 0 for none
 * @param evalSteps they are looked at after every so many steps, and after the last
 * @param patience training stops after so many looks in a row without a lower loss; 0 never stops early
 */
public record EarlyStopping(double heldOut, int evalSteps, int patience) {
    /** Nothing is held out. */
    public static final EarlyStopping NONE = new EarlyStopping(0, 10, 0);

    public EarlyStopping {
        Rule.require(
                heldOut >= 0 && (heldOut < 1 || heldOut == Math.rint(heldOut)) && heldOut <= Integer.MAX_VALUE,
                "heldOut must be a share below 1 or a whole number of examples",
                heldOut);
        Rule.require(evalSteps >= 1, "evalSteps must be 1 or more", evalSteps);
        Rule.require(patience >= 0, "patience must be 0 or more", patience);
    }

    /** How many of so many examples are held out: never none where some are asked for. */
    int of(int examples) {
        return (int) (heldOut < 1 ? Math.ceil(heldOut * examples) : heldOut);
    }
}
