package dev.metajudge.model;

import java.util.Collections;
import java.util.List;

/**
 * How a model attends. Scores are queryScale q k^T, then capped, then masked.
 *
 * @param inputBias whether the query, key and value projections add a bias
 * @param headNorms whether each head's queries and keys pass an RMSNorm before the rotary embedding
 * @param queryScale factor of the scores: headDim^-.5, or as the model has it
 * @param softCap c where scores become c tanh(score / c); 0 without
 * @param layers one a layer, first to last
 */
public record Attention(
        boolean inputBias, boolean headNorms, double queryScale, double softCap, List<LayerAttention> layers) {
    public Attention {
        layers = List.copyOf(layers);
        ModelConfig.require(
                queryScale > 0 && queryScale < 1e6, "the scale of queries must lie between 0 and 1e6: " + queryScale);
        ModelConfig.require(softCap >= 0 && softCap < 1e6, "a cap of scores must lie between 0 and 1e6: " + softCap);
    }

    /** Every layer sees everything through the same rotary embedding; no bias, norm or cap. */
    public static Attention plain(int layers, int headDim, Rope rope) {
        return new Attention(
                false, false, 1 / Math.sqrt(headDim), 0, Collections.nCopies(layers, new LayerAttention(0, rope)));
    }
}
