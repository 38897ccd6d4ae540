package dev.metajudge.train;

import ai.djl.pytorch.engine.PtNDArray;
import dev.metajudge.model.engine.TorchModule;

/** What of a model training changes, as one flat fp32 vector. */
sealed interface Parameters permits LoraParameters, AllParameters {
    /** How many numbers are learned. */
    int size();

    /** What they are before the first step. */
    float[] initial(TorchModule module, long seed);

    /**
     * Sets the decoder up for a pass with these numbers, whose gradient is added to a vector.
     *
     * @param seed decides what the pass drops
     */
    void learn(TorchModule module, PtNDArray numbers, PtNDArray gradient, long seed);

    /** Sets the decoder up for a pass that nothing is learned from. */
    void look(TorchModule module, PtNDArray numbers, PtNDArray gradient);

    /** Tells the decoder that the numbers are others now. */
    void changed(TorchModule module, PtNDArray numbers);

    /** Makes the decoder what it was before. */
    void restore(TorchModule module);
}
