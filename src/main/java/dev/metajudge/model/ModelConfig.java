package dev.metajudge.model;

/**
 * The shape of a decoder: all that its program needs to know beside the weights. Sizes are checked to be consistent
 * and within bounds that no real model comes near, so that a damaged file cannot ask for absurd memory.
 *
 * @param family which decoder
 * @param layers number of decoder layers
 * @param hidden width of the residual stream
 * @param heads query heads a layer
 * @param kvHeads key and value heads a layer; divides {@code heads}
 * @param headDim width of one head; even, since rotary embedding turns pairs
 * @param intermediate inner width of the feed-forward part
 * @param vocabulary rows of the embedding
 * @param context the longest sequence of tokens that the model was made for
 * @param ropeBase base of the rotary embedding's frequencies
 * @param normEpsilon added to the mean square in RMSNorm
 * @param tiedOutput whether the output head is the embedding itself; then there is no "lm_head.weight"
 */
public record ModelConfig(
        Family family,
        int layers,
        int hidden,
        int heads,
        int kvHeads,
        int headDim,
        int intermediate,
        int vocabulary,
        int context,
        double ropeBase,
        double normEpsilon,
        boolean tiedOutput) {
    /** The decoder families that the engine runs. */
    public enum Family {
        LLAMA;

        /** The name that configuration files use. */
        public String label() {
            return switch (this) {
                case LLAMA -> "llama";
            };
        }
    }

    public ModelConfig {
        within("layers", layers, 1 << 10);
        within("hidden size", hidden, 1 << 17);
        within("heads", heads, 1 << 11);
        within("key/value heads", kvHeads, heads);
        within("head size", headDim, 1 << 12);
        within("feed-forward size", intermediate, 1 << 20);
        within("vocabulary", vocabulary, 1 << 22);
        within("context", context, 1 << 27);
        require(heads % kvHeads == 0, "%d heads cannot share %d key/value heads evenly".formatted(heads, kvHeads));
        require(headDim % 2 == 0, "the head size must be even, not " + headDim);
        require(ropeBase > 1 && ropeBase < 1e12, "the rotary base must lie between 1 and 1e12, not " + ropeBase);
        require(normEpsilon > 0 && normEpsilon < 0.1, "the norm's epsilon must lie between 0 and .1: " + normEpsilon);
    }

    /** Rows of the query projection: all heads side by side. */
    public int queryWidth() {
        return heads * headDim;
    }

    /** Rows of the key projection, and of the value projection. */
    public int keyWidth() {
        return kvHeads * headDim;
    }

    private static void within(String what, int value, int most) {
        require(value >= 1 && value <= most, "%s must be 1 to %d, not %d".formatted(what, most, value));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
