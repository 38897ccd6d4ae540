package dev.metajudge.train;

import ai.djl.ndarray.NDArray;
import dev.metajudge.model.engine.TorchModule;
import java.util.function.Consumer;

/**
 * All weights of a model. The vector is fp32 and the decoder holds it rounded to its own precision: mixed precision, as
 * arXiv 1710.03740 has it, without a scaled loss, which bfloat16 does not need.
 *
 * @param size how many numbers the model has
 * @param start gives the starting model's numbers in the order of {@link WeightLayout}, some at a time, not rounded
 */
record AllParameters(long size, Consumer<Consumer<NDArray>> start) implements Parameters {
    @Override
    public void begin(FlatVector numbers, long seed) {
        long[] at = new long[1];
        start.accept(part -> {
            numbers.put(at[0], part);
            at[0] += part.getShape().size();
        });
        if (at[0] != size) {
            throw new IllegalStateException("the model has %d numbers, not %d".formatted(at[0], size));
        }
    }

    @Override
    public void learn(TorchModule module, FlatVector numbers, FlatVector gradient, long seed) {
        module.invoke("open", gradient.array());
    }

    @Override
    public void look(TorchModule module, FlatVector numbers, FlatVector gradient) {
        module.invoke("bare");
    }

    @Override
    public void changed(TorchModule module, FlatVector numbers) {
        module.invoke("adopt", numbers.array());
    }

    @Override
    public void restore(TorchModule module, FlatVector numbers) {
        module.invoke("bare");
        begin(numbers, 0);
        changed(module, numbers);
    }
}
