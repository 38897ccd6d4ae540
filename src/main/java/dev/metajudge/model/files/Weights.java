package dev.metajudge.model.files;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * A model's weights as 32-bit floats under the names of Hugging Face's checkpoints
 * ("model.layers.0.self_attn.q_proj.weight"), whatever the file calls them and in whatever order it keeps their rows.
 * "lm_head.weight" is absent when the output head is the embedding. Query, key, value, gate and up are matrices of
 * their own even where a file fuses them. A norm's weight is what is multiplied by: Gemma's 1 + w is the weight here.
 * Reading is safe from several threads at once.
 */
public interface Weights extends AutoCloseable {
    /** The names, embedding first, then layer by layer, then the final norm and the head. */
    List<String> names();

    /**
     * The shape, row-major: [rows, columns] of a matrix that is applied as x W^T, [size] of a norm.
     *
     * @throws IllegalArgumentException if there is no such weight
     */
    long[] shape(String name);

    /**
     * Writes the weight's numbers, row-major, from the target's position on, which moves on by their count.
     *
     * @throws IllegalArgumentException if there is no such weight, or the target has no room for it
     */
    default void read(String name, FloatBuffer target) {
        readRows(name, 0, shape(name)[0], target);
    }

    /** The same for some of its rows; a row of a vector is one number. */
    void readRows(String name, long first, long rows, FloatBuffer target);

    @Override
    void close();
}
