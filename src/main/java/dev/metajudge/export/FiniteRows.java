package dev.metajudge.export;

import dev.metajudge.UserError;
import dev.metajudge.model.files.RowSource;
import dev.metajudge.model.files.StoredTensor;
import java.nio.FloatBuffer;

/**
 * A tensor's rows, none of whose numbers is a NaN or beyond what its file can hold.
 *
 * @param tensor whose rows
 * @param largest the largest size that a number may have
 */
record FiniteRows(StoredTensor tensor, float largest) implements RowSource {
    /** Everything from here on becomes infinite as a 16-bit float. */
    static final float F16 = 65520;

    static StoredTensor of(StoredTensor tensor, boolean halves) {
        return tensor.with(new FiniteRows(tensor, halves ? Math.nextDown(F16) : Float.MAX_VALUE));
    }

    @Override
    public void read(long first, long rows, FloatBuffer target) {
        int begin = target.position();
        tensor.source().read(first, rows, target);
        for (int i = begin; i < target.position(); i++) {
            float number = target.get(i);
            if (!(Math.abs(number) <= largest)) {
                throw UserError.input(
                        Float.isFinite(number)
                                ? "%s holds %s, which 16-bit floats (f16) cannot; write bf16 or f32"
                                        .formatted(tensor.name(), number)
                                : "%s holds %s: the model is broken, and nothing was written"
                                        .formatted(tensor.name(), number));
            }
        }
    }
}
