package dev.metajudge.train;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.metajudge.model.engine.TorchModule;

/**
 * All weights of a model. The vector is fp32 and the decoder holds it rounded to its own precision: mixed precision, as
 * arXiv 1710.03740 has it, without a scaled loss, which bfloat16 does not need.
 */
final class AllParameters implements Parameters {
    private final float[] start;

    /** Takes the weights as they are. */
    AllParameters(TorchModule module) {
        try (PtNDManager scope = module.scope();
                PtNDManager counted = module.scope()) {
            int size = (int) module.tensor(counted, "count").getLong();
            var numbers = (PtNDArray) scope.zeros(new Shape(size));
            module.invoke("collect", numbers);
            start = numbers.toFloatArray();
        }
    }

    @Override
    public int size() {
        return start.length;
    }

    @Override
    public float[] initial(TorchModule module, long seed) {
        return start.clone();
    }

    @Override
    public void learn(TorchModule module, PtNDArray numbers, PtNDArray gradient, long seed) {
        module.invoke("open", gradient);
    }

    @Override
    public void look(TorchModule module, PtNDArray numbers, PtNDArray gradient) {
        module.invoke("bare");
    }

    @Override
    public void changed(TorchModule module, PtNDArray numbers) {
        module.invoke("adopt", numbers);
    }

    @Override
    public void restore(TorchModule module) {
        try (PtNDManager scope = module.scope()) {
            module.invoke("bare");
            module.invoke("adopt", scope.create(start));
        }
    }
}
