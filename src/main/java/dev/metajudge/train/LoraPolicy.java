package dev.metajudge.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.training.GradientCollector;
import dev.metajudge.model.engine.TorchModule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A decoder with a LoRA adapter being trained: the adapter's numbers, their gradient and AdamW's two moments, each one
 * flat fp32 vector. The decoder's own weights stay as they are and, without the adapter, are the reference.
 */
final class LoraPolicy implements AutoCloseable {
    private final TorchModule module;
    private final PtNDManager scope;
    private final int rank;
    private final double scale;
    private final PtNDArray weights;
    private final PtNDArray first;
    private final PtNDArray second;

    /**
     * Sets the policy up.
     *
     * @param state where the optimizer stands
     */
    LoraPolicy(TorchModule module, int rank, double scale, State state) {
        this.module = module;
        this.rank = rank;
        this.scale = scale;
        scope = module.scope();
        weights = vector(state.weights());
        first = vector(state.first());
        second = vector(state.second());
        weights.setRequiresGradient(true);
    }

    /**
     * The adapter's numbers and AdamW's moments.
     *
     * @param weights A and B of all layers, see {@link LoraLayout}
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
        try (PtNDManager scope = module.scope()) {
            return doubles(module.tensor(scope, "reference", (Object[]) pairs.arrays(scope)));
        }
    }

    /** Logits of each question's labels under the decoder without the adapter. */
    static List<double[]> choices(TorchModule module, PackedLabels questions) {
        try (PtNDManager scope = module.scope()) {
            return questions.split(doubles(module.tensor(scope, "plain_choices", (Object[]) questions.arrays(scope))));
        }
    }

    /**
     * Runs a method of the decoder with the adapter, and adds the gradient of a loss of what it gives.
     *
     * @param data the method's arguments before the adapter's numbers, its scale and rank
     * @param loss gives the loss's gradient in the method's numbers
     * @return what the method gave
     */
    double[] accumulate(String method, Function<NDManager, NDArray[]> data, UnaryOperator<double[]> loss) {
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector();
                PtNDManager step = module.scope()) {
            NDArray[] given = data.apply(step);
            NDArray[] all = Arrays.copyOf(given, given.length + 2);
            all[given.length] = weights;
            all[given.length + 1] = step.create(new double[] {scale, rank});
            NDList result = module.record(step, method, all);
            result.attach(step);
            NDArray output = result.get(0);
            double[] numbers = doubles(output);
            for (double number : numbers) {
                if (!Double.isFinite(number)) {
                    return numbers; // the caller says whose they are
                }
            }
            NDArray slope = step.create(floats(loss.apply(numbers)), output.getShape());
            gradients.backward(output.mul(slope).sum());
            return numbers;
        }
    }

    /** What a method of the decoder gives with the adapter, without a gradient; arguments as for {@link #accumulate}. */
    double[] numbers(String method, Function<NDManager, NDArray[]> data) {
        try (PtNDManager one = module.scope();
                NDArray plain = weights.stopGradient()) {
            NDArray[] given = data.apply(one);
            var all = new Object[given.length + 2];
            System.arraycopy(given, 0, all, 0, given.length);
            all[given.length] = plain;
            all[given.length + 1] = one.create(new double[] {scale, rank});
            return doubles(module.tensor(one, method, all));
        }
    }

    /** The gradient gathered so far. */
    float[] gradient() {
        try (PtNDArray gradient = weights.getGradient()) {
            return gradient.toFloatArray();
        }
    }

    /**
     * One AdamW step on the gradient gathered, which is zero afterwards.
     *
     * @return the gradient's norm before clipping
     */
    double update(int step, double rate, double decay, double clip) {
        try (PtNDManager one = module.scope();
                PtNDArray gradient = weights.getGradient()) {
            return module.tensor(one, "adamw", weights, gradient, first, second, step, rate, decay, clip)
                    .getFloat();
        }
    }

    State state() {
        return new State(weights.toFloatArray(), first.toFloatArray(), second.toFloatArray());
    }

    @Override
    public void close() {
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
