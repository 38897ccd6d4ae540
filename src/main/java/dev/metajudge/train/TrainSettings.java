package dev.metajudge.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.metajudge.train.loss.LossSettings;

/**
 * How a model is trained. In a recipe the settings of objective, optimizer and data stand side by side in the section
 * {@code train}; {@code lora} and {@code earlyStopping} are blocks of their own.
 *
 * @param objective what is made smaller
 * @param weights which weights change
 * @param lora the adapters, where weights are LoRA's
 * @param optimizer how each step changes them
 * @param data how examples become steps
 * @param checkpointSteps a checkpoint every so many steps
 * @param activationCheckpointing whether activations are computed again for the gradient instead of being kept: about a
 *     third more time, a fraction of the memory
 * @param earlyStopping what training is watched with
 * @param model the weights of a run's model that is on a server; empty for a model that is trained itself
 */
public record TrainSettings(
        @JsonUnwrapped LossSettings objective,
        TrainedWeights weights,
        LoraSettings lora,
        @JsonUnwrapped OptimizerSettings optimizer,
        @JsonUnwrapped DataSettings data,
        int checkpointSteps,
        boolean activationCheckpointing,
        EarlyStopping earlyStopping,
        String model) {
    public TrainSettings {
        Rule.require(checkpointSteps >= 1, "checkpointSteps must be 1 or more", checkpointSteps);
    }

    /** The same with other steps out of the examples. */
    public TrainSettings with(DataSettings other) {
        return new TrainSettings(
                objective,
                weights,
                lora,
                optimizer,
                other,
                checkpointSteps,
                activationCheckpointing,
                earlyStopping,
                model);
    }

    /** What of them decides the result: neither how often it is saved, nor what is kept in memory, nor when it is given up. */
    TrainSettings deciding() {
        return new TrainSettings(objective, weights, lora, optimizer.patient(), data, 1, false, earlyStopping, model);
    }

    /** The same with nothing held out. */
    public TrainSettings unwatched() {
        return new TrainSettings(
                objective,
                weights,
                lora,
                optimizer,
                data,
                checkpointSteps,
                activationCheckpointing,
                EarlyStopping.NONE,
                model);
    }
}
