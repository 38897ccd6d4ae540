package dev.metajudge.train;

import dev.metajudge.model.engine.TorchModule;

/** What of a model training changes, as one flat fp32 vector. */
sealed interface Parameters permits LoraParameters, AllParameters {
    /** How many numbers are learned. */
    long size();

    /** Makes the numbers what they are before the first step. */
    void begin(FlatVector numbers, long seed);

    /**
     * Sets the decoder up for a pass with these numbers, whose gradient is added to a vector.
     *
     * @param seed decides what the pass drops
     */
    void learn(TorchModule module, FlatVector numbers, FlatVector gradient, long seed);

    /** Sets the decoder up for a pass that nothing is learned from. */
    void look(TorchModule module, FlatVector numbers, FlatVector gradient);

    /** Tells the decoder that the numbers are others now. */
    void changed(TorchModule module, FlatVector numbers);

    /** Makes the decoder what it was before; the vector is of no more use and may be written over. */
    void restore(TorchModule module, FlatVector numbers);
}
