package dev.metajudge.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.metajudge.model.engine.TorchModule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A decoder being trained: the numbers that are learned, their gradient and AdamW's two moments, each one flat fp32
 * vector.
 */
final class Policy implements AutoCloseable {
    private final TorchModule module;
    private final Parameters parameters;
    private final PtNDManager scope;
    private final int kept;
    private final FlatVector weights;
    private final FlatVector gradient;
    private final FlatVector first;
    private final FlatVector second;
    private @Nullable FlatVector best;
    private long seed;

    /**
     * Sets the policy up; its numbers are zero until it begins or a checkpoint is read into it.
     *
     * @param recompute activations are computed again for the gradient instead of being kept: less memory, more time
     */
    Policy(TorchModule module, Parameters parameters, boolean recompute) {
        this.module = module;
        this.parameters = parameters;
        scope = module.scope();
        kept = recompute ? 1 : 2;
        weights = new FlatVector(scope, parameters.size());
        gradient = new FlatVector(scope, parameters.size());
        first = new FlatVector(scope, parameters.size());
        second = new FlatVector(scope, parameters.size());
    }

    /** Makes the numbers those before the first step. */
    Policy begin(long seed) {
        parameters.begin(weights, seed);
        parameters.changed(module, weights);
        return this;
    }

    /**
     * Takes the numbers out of a checkpoint.
     *
     * @param source fills the vector of a name, of {@link #vectors}
     * @param withBest whether there is one with the best numbers so far
     */
    Policy begin(BiConsumer<String, FlatVector> source, boolean withBest) {
        if (withBest) {
            keepBest();
        }
        vectors().forEach(source);
        parameters.changed(module, weights);
        return this;
    }

    /**
     * What a checkpoint has, by name: "weights", the numbers that are learned, in the order of {@link Parameters};
     * "first", the running mean of the gradients; "second", that of their squares; "best", if numbers were kept.
     */
    SortedMap<String, FlatVector> vectors() {
        var vectors = new TreeMap<>(Map.of("weights", weights, "first", first, "second", second));
        if (best != null) {
            vectors.put("best", best);
        }
        return vectors;
    }

    /** Keeps the numbers as they are now as the best so far. */
    void keepBest() {
        FlatVector kept = best == null ? new FlatVector(scope, weights.size()) : best;
        kept.put(weights);
        best = kept;
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
        return gradient.floats();
    }

    /**
     * One AdamW step on the gradient gathered, which is zero afterwards.
     *
     * @return the gradient's norm before clipping
     */
    double update(int step, double rate, double decay, double clip) {
        try (PtNDManager one = module.scope()) {
            float norm = module.tensor(
                            one,
                            "adamw",
                            weights.array(),
                            gradient.array(),
                            first.array(),
                            second.array(),
                            step,
                            rate,
                            decay,
                            clip)
                    .getFloat();
            parameters.changed(module, weights);
            return norm;
        }
    }

    @Override
    public void close() {
        parameters.restore(module, weights);
        scope.close();
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
