package dev.metajudge.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.training.GradientCollector;
import dev.metajudge.model.engine.LibTorch;
import dev.metajudge.model.engine.TorchModule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

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

    /**
     * What a pass over some pairs gave.
     *
     * @param loss their part of the step's mean loss
     * @param sums summed log-probabilities, [2 * pairs]: chosen and rejected in turn
     */
    record Pass(double loss, double[] sums) {}

    /** Summed log-probabilities [2 * pairs] under the reference: the decoder without the adapter. */
    static double[] reference(TorchModule module, PackedPairs pairs) {
        try (PtNDManager scope = module.scope()) {
            return doubles(module.tensor(scope, "reference", (Object[]) pairs.arrays(scope)));
        }
    }

    /** Adds the gradient of these pairs' part of the mean DPO loss over {@code batch} pairs. */
    Pass accumulate(PackedPairs pairs, double[] reference, double beta, int batch) {
        return LibTorch.computing(() -> gathered(pairs, reference, beta, batch));
    }

    private Pass gathered(PackedPairs pairs, double[] reference, double beta, int batch) {
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector();
                PtNDManager step = module.scope()) {
            NDArray[] data = pairs.arrays(step);
            NDArray[] all = Arrays.copyOf(data, data.length + 3);
            all[data.length] = step.create(floats(reference));
            all[data.length + 1] = weights;
            all[data.length + 2] = step.create(new double[] {beta, scale, rank, batch});
            NDList result = module.record(step, "dpo", all);
            result.attach(step);
            gradients.backward(result.get(0));
            return new Pass(result.get(0).toType(DataType.FLOAT64, false).getDouble(), doubles(result.get(1)));
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
