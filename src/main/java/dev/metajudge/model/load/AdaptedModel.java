package dev.metajudge.model.load;

import dev.metajudge.model.Checkpoint;
import dev.metajudge.model.adapter.Adapter;
import dev.metajudge.model.adapter.AdapterChain;
import dev.metajudge.model.files.Weights;
import dev.metajudge.model.source.ModelResolver;
import java.util.List;

/**
 * A checkpoint's files open, not yet in the engine: its base, and the adapters that fit it, oldest first.
 *
 * @param files the base's
 * @param adapters each checked against the base's weights
 */
public record AdaptedModel(ModelFiles files, List<Adapter> adapters) implements AutoCloseable {
    public AdaptedModel {
        adapters = List.copyOf(adapters);
    }

    /**
     * Opens a checkpoint; an adapter's folder stands for its base with the adapter on it.
     *
     * @throws dev.metajudge.UserError if the base or an adapter cannot be had, is damaged, or does not fit
     */
    public static AdaptedModel open(Checkpoint checkpoint, ModelResolver resolver) {
        Checkpoint whole = AdapterChain.resolve(checkpoint);
        List<Adapter> adapters = whole.adapters().stream().map(Adapter::read).toList();
        ModelFiles files = ModelFiles.open(resolver.resolve(whole.source()));
        try {
            adapters.forEach(adapter -> AdapterFit.check(adapter, files.weights()));
            return new AdaptedModel(files, adapters);
        } catch (RuntimeException | Error failed) {
            files.close();
            throw failed;
        }
    }

    /** The base's weights with every adapter added, computed as they are read; closed with the files. */
    public Weights merged() {
        Weights weights = files.weights();
        for (Adapter adapter : adapters) {
            weights = new MergedWeights(weights, adapter);
        }
        return weights;
    }

    @Override
    public void close() {
        files.close();
    }
}
