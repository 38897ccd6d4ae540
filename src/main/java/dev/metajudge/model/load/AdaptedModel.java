package dev.metajudge.model.load;

import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterChain;
import dev.metajudge.model.adapter.Layers;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.source.ModelResolver;
import java.util.List;

/**
 * A checkpoint's files open, not yet in the engine: its base, and what is put on it and fits.
 *
 * @param files the base's; its weights are the whole weights where training made such
 * @param layers adapters are checked against the base's weights
 */
public record AdaptedModel(ModelFiles files, Layers layers) implements AutoCloseable {
    /**
     * Opens a checkpoint; a folder that training made stands for its base with that on it.
     *
     * @throws dev.metajudge.UserError if the base or an adapter cannot be had, is damaged, or does not fit
     */
    public static AdaptedModel open(Checkpoint checkpoint, ModelResolver resolver) {
        Checkpoint whole = AdapterChain.resolve(checkpoint);
        Layers layers = Layers.of(whole);
        ModelFiles files = ModelFiles.open(resolver.resolve(whole.source()));
        try {
            layers.adapters().forEach(adapter -> AdapterFit.check(adapter, files.weights()));
            return new AdaptedModel(
                    layers.weights()
                            .map(weights -> files.with(weights.open(files.config())))
                            .orElse(files),
                    layers);
        } catch (RuntimeException | Error failed) {
            files.close();
            throw failed;
        }
    }

    /** Those on the weights of the files, oldest first. */
    public List<Adapter> adapters() {
        return layers.adapters();
    }

    /** The weights with every adapter added, computed as they are read; closed with the files. */
    public Weights merged() {
        Weights weights = files.weights();
        for (Adapter adapter : adapters()) {
            weights = new MergedWeights(weights, adapter);
        }
        return weights;
    }

    @Override
    public void close() {
        files.close();
    }
}
