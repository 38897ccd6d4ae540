package dev.metajudge.model.engine;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;

/**
 * One token drawn for each row.
 *
 * @param tokens its id
 * @param logprobs its log-probability under the model's own distribution
 */
record Draw(int[] tokens, double[] logprobs) {
    /** Reads [2, rows]: ids, then log-probabilities. */
    static Draw of(PtNDArray array) {
        double[] flat = array.toDoubleArray();
        int rows = flat.length / 2;
        var tokens = new int[rows];
        Arrays.setAll(tokens, i -> (int) flat[i]);
        return new Draw(tokens, Arrays.copyOfRange(flat, rows, flat.length));
    }
}
