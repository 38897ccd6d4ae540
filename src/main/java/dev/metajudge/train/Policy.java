package dev.metajudge.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.metajudge.model.engine.TorchModule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A decoder being trained: the numbers that are learned, their gradient and AdamW's two moments, each one flat fp32
 * vector.
 */
final class Policy implements AutoCloseable {
    private final TorchModule module;
    private final Parameters parameters;
    private final PtNDManager scope;
    private final int kept;
    private final PtNDArray weights;
    private final PtNDArray gradient;
    private final PtNDArray first;
    private final PtNDArray second;
    private long seed;

    /**
     * Sets the policy up.
     *
     * @param recompute activations are computed again for the gradient instead of being kept: less memory, more time
     * @param state where the optimizer stands
     */
    Policy(TorchModule module, Parameters parameters, boolean recompute, State state) {
        this.module = module;
        this.parameters = parameters;
        scope = module.scope();
        kept = recompute ? 1 : 2;
        weights = vector(state.weights());
        gradient = vector(new float[state.weights().length]);
        first = vector(state.first());
        second = vector(state.second());
        parameters.changed(module, weights);
    }

    /**
     * The numbers that are learned, and AdamW's moments.
     *
     * @param weights in the order of {@link Parameters}
     * @param first running mean of the gradients
     * @param second running mean of their squares
     */
    record State(float[] weights, float[] first, float[] second) {
        static State start(float[] weights) {
            return new State(weights, new float[weights.length], new float[weights.length]);
        }
    }

    /** Summed log-probabilities [2 * pairs] under the reference: the decoder without the adapter. */
    static double[] reference(TorchModule module, PackedSequences pairs) {
        return bare(module, "policy", pairs::arrays);
    }

    /** Logits of each question's labels under the decoder without the adapter. */
    static List<double[]> choices(TorchModule module, PackedLabels questions) {
        return questions.split(bare(module, "choices", questions::arrays));
    }

    private static double[] bare(TorchModule module, String method, Function<NDManager, NDArray[]> data) {
        try (PtNDManager pass = module.scope()) {
            module.invoke("bare");
            return doubles(module.tensor(pass, method, arguments(data.apply(pass), 0)));
        }
    }

    /** Decides what later passes drop. */
    void seed(long number) {
        seed = number;
    }

    /**
     * Runs a method of the decoder with what was learned so far, and adds the gradient of a loss of what it gives.
     *
     * @param data the method's arguments
     * @param loss gives the loss's gradient in the method's numbers
     * @return what the method gave
     */
    double[] accumulate(String method, Function<NDManager, NDArray[]> data, UnaryOperator<double[]> loss) {
        try (PtNDManager pass = module.scope()) {
            parameters.learn(module, weights, gradient, seed);
            PtNDArray output = module.tensor(pass, method, arguments(data.apply(pass), kept));
            double[] numbers = doubles(output);
            for (double number : numbers) {
                if (!Double.isFinite(number)) {
                    return numbers; // the caller says whose they are
                }
            }
            module.invoke("back_" + method, pass.create(floats(loss.apply(numbers)), output.getShape()));
            return numbers;
        }
    }

    private static Object[] arguments(NDArray[] data, int kept) {
        Object[] all = Arrays.copyOf(data, data.length + 1, Object[].class);
        all[data.length] = kept;
        return all;
    }

    /** What a method of the decoder gives with what was learned so far, without a gradient; nothing is dropped. */
    double[] numbers(String method, Function<NDManager, NDArray[]> data) {
        try (PtNDManager pass = module.scope()) {
            parameters.look(module, weights, gradient);
            return doubles(module.tensor(pass, method, arguments(data.apply(pass), 0)));
        }
    }

    /** The gradient gathered so far. */
    float[] gradient() {
        return gradient.toFloatArray();
    }

    /**
     * One AdamW step on the gradient gathered, which is zero afterwards.
     *
     * @return the gradient's norm before clipping
     */
    double update(int step, double rate, double decay, double clip) {
        try (PtNDManager one = module.scope()) {
            float norm = module.tensor(one, "adamw", weights, gradient, first, second, step, rate, decay, clip)
                    .getFloat();
            parameters.changed(module, weights);
            return norm;
        }
    }

    State state() {
        return new State(weights.toFloatArray(), first.toFloatArray(), second.toFloatArray());
    }

    @Override
    public void close() {
        parameters.restore(module);
        scope.close();
    }

    private PtNDArray vector(float[] numbers) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(Math.multiplyExact(numbers.length, 4)).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(numbers);
        return scope.create(buffer, new Shape(numbers.length), DataType.FLOAT32);
    }

    private static float[] floats(double[] numbers) {
        var floats = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static double[] doubles(NDArray array) {
        float[] floats = array.toFloatArray();
        var doubles = new double[floats.length];
        Arrays.setAll(doubles, i -> floats[i]);
        return doubles;
    }
}
