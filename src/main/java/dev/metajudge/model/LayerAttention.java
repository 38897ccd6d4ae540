package dev.metajudge.model;

/**
 * How one layer attends, where layers of a model differ.
 *
 * @param window how many positions a token sees, itself included (position i sees i - window + 1 to i); 0 when it
 *     sees all before it
 * @param rope the layer's rotary embedding
 */
public record LayerAttention(int window, Rope rope) {
    public LayerAttention {
        if (window < 0) {
            throw new IllegalArgumentException("an attention window cannot be " + window);
        }
    }
}
