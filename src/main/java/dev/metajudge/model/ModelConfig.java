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
 * @param normEpsilon added to the mean square in RMSNorm
 * @param tiedOutput whether the output head is the embedding itself; then there is no "lm_head.weight"
 * @param attention biases, norms, scale, windows and rotary embeddings
 * @param postNorms whether what attention and feed-forward give is normed once more before it is added (Gemma): then
 *     "post_attention_layernorm" is that norm of attention's, and "pre_feedforward_layernorm" and
 *     "post_feedforward_layernorm" stand around the feed-forward part; without, "post_attention_layernorm" is the norm
 *     before the feed-forward part
 * @param activation of the feed-forward part's gate
 * @param embeddingScale what embeddings are multiplied by: sqrt(hidden) in Gemma, else 1; the output head is not
 * @param finalSoftCap c where logits become c tanh(logit / c); 0 without
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
        double normEpsilon,
        boolean tiedOutput,
        Attention attention,
        boolean postNorms,
        Activation activation,
        double embeddingScale,
        double finalSoftCap) {
    public static final int MOST_LAYERS = 1 << 10;

    /** The decoder families that the engine runs; Mistral in GGUF is a Llama there. */
    public enum Family {
        LLAMA("llama"),
        MISTRAL("mistral"),
        QWEN2("qwen2"),
        QWEN3("qwen3"),
        GEMMA2("gemma2"),
        GEMMA3("gemma3"),
        PHI3("phi3");

        private final String label;

        Family(String label) {
            this.label = label;
        }

        /** The name that configuration files use. */
        public String label() {
            return label;
        }

        /** Whether it is one of Gemma's, whose embeddings are scaled and whose norms multiply by 1 + w. */
        public boolean isGemma() {
            return this == GEMMA2 || this == GEMMA3;
        }
    }

    public ModelConfig {
        within("layers", layers, MOST_LAYERS);
        within("hidden size", hidden, 1 << 17);
        within("heads", heads, 1 << 11);
        within("key/value heads", kvHeads, heads);
        within("head size", headDim, 1 << 12);
        within("feed-forward size", intermediate, 1 << 20);
        within("vocabulary", vocabulary, 1 << 22);
        within("context", context, 1 << 27);
        require(heads % kvHeads == 0, "%d heads cannot share %d key/value heads evenly".formatted(heads, kvHeads));
        require(headDim % 2 == 0, "the head size must be even, not " + headDim);
        require(normEpsilon > 0 && normEpsilon < 0.1, "the norm's epsilon must lie between 0 and .1: " + normEpsilon);
        require(embeddingScale > 0 && embeddingScale < 1e6, "embeddings cannot be scaled by " + embeddingScale);
        require(finalSoftCap >= 0 && finalSoftCap < 1e6, "logits cannot be capped at " + finalSoftCap);
        require(
                attention.layers().size() == layers,
                "attention of %d layers is described for %d"
                        .formatted(attention.layers().size(), layers));
        for (LayerAttention layer : attention.layers()) {
            layer.rope().check(headDim);
        }
    }

    /** A decoder in which no layer differs from another and nothing is scaled, capped or biased: a plain Llama. */
    public ModelConfig(
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
        this(
                family,
                layers,
                hidden,
                heads,
                kvHeads,
                headDim,
                intermediate,
                vocabulary,
                context,
                normEpsilon,
                tiedOutput,
                Attention.plain(layers, headDim, Rope.of(ropeBase)),
                false,
                Activation.SILU,
                1,
                0);
    }

    /** Tokens from which on a sequence is long to its rotary embeddings ({@link RopeScaling.LongRope}); 0 for none. */
    public int ropeSwitch() {
        return attention.layers().stream()
                .mapToInt(layer ->
                        layer.rope().scaling() instanceof RopeScaling.LongRope extended ? extended.original() : 0)
                .max()
                .orElse(0);
    }

    /** Rows of the query projection: all heads side by side. */
    public int queryWidth() {
        return heads * headDim;
    }

    /** Rows of the key projection, and of the value projection. */
    public int keyWidth() {
        return kvHeads * headDim;
    }

    /** How many positions a token sees in this layer, itself included; 0 for all. */
    public int window(int layer) {
        return attention.layers().get(layer).window();
    }

    /** The layer's rotary embedding. */
    public Rope rope(int layer) {
        return attention.layers().get(layer).rope();
    }

    /** Base of the first layer's rotary embedding. */
    public double ropeBase() {
        return rope(0).base();
    }

    private static void within(String what, int value, int most) {
        require(value >= 1 && value <= most, "%s must be 1 to %d, not %d".formatted(what, most, value));
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
